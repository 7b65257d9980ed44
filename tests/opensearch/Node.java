import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.opensearch.Version;
import org.opensearch.action.ActionRequest;
import org.opensearch.action.support.ActionFilter;
import org.opensearch.action.support.ActionFilterChain;
import org.opensearch.common.logging.LogConfigurator;
import org.opensearch.common.settings.Settings;
import org.opensearch.core.action.ActionListener;
import org.opensearch.core.action.ActionResponse;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.plugins.ActionPlugin;
import org.opensearch.plugins.Plugin;
import org.opensearch.plugins.PluginInfo;
import org.opensearch.tasks.Task;

/**
 * A node of OpenSearch from the jars on the class path, without its distribution: {@code Node HOME OWNER PLUGIN...}.
 *
 * <p>HOME has the configuration. OWNER is the number of a process: when that ends, however it does, the node ends and
 * deletes its data; with 0 it runs until it is told to end. Each PLUGIN is the name of a class.
 */
public final class Node {
    /** A node with plugins that lie on the class path. OpenSearch lets only a subclass say which. */
    private static final class WithPlugins extends org.opensearch.node.Node {
        WithPlugins(Environment environment, List<PluginInfo> plugins) {
            super(environment, plugins, false);
        }
    }

    /** Logs which actions are carried out for requests whose X-Opaque-Id begins with "role:", as roles have to allow them. */
    public static final class Actions extends Plugin implements ActionPlugin, ActionFilter {
        private static final Logger LOG = LogManager.getLogger(Actions.class);

        @Override
        public List<ActionFilter> getActionFilters() {
            return List.of(this);
        }

        @Override
        public int order() {
            return 0;
        }

        @Override
        public <Q extends ActionRequest, A extends ActionResponse> void apply(
            Task task, String action, Q request, ActionListener<A> listener, ActionFilterChain<Q, A> chain) {
            String asked = task.getHeader(Task.X_OPAQUE_ID);
            if (asked != null && asked.startsWith("role:")) {
                LOG.info("{} {}", asked, action);
            }
            chain.proceed(task, action, request, listener);
        }
    }

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        long owner = Long.parseLong(arguments[1]);
        Settings.Builder settings = Settings.builder().put("path.home", home.toString());
        Environment environment = InternalSettingsPreparer.prepareEnvironment(
            settings.build(), Map.of(), home.resolve("config"), () -> "unnamed");
        LogConfigurator.registerErrorListener();
        LogConfigurator.configure(environment);

        org.opensearch.node.Node node = new WithPlugins(environment, described(Arrays.asList(arguments).subList(2, arguments.length)));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node)));
        node.start();
        if (owner == 0) {
            Thread.currentThread().join(); // until a signal
        }
        ProcessHandle.of(owner).ifPresent(process -> process.onExit().join());
        close(node);
        for (Path data : environment.dataFiles()) {
            delete(data);
        }
        System.exit(0);
    }

    private static List<PluginInfo> described(List<String> classes) {
        String java = String.valueOf(Runtime.version().feature());
        List<PluginInfo> plugins = new ArrayList<>();
        for (String name : classes) {
            plugins.add(new PluginInfo(name, "on the class path", "1", Version.CURRENT, java, name, List.of(), false));
        }
        return plugins;
    }

    private static void close(org.opensearch.node.Node node) {
        try {
            node.close();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
