import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Collector;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MultiCollector;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedNumericSortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopDocsCollector;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;

/**
 * The least that an HTTP server around Lucene can be: {@code Lucene INDEX ARTICLES QUERIES PORT}.
 *
 * <p>ARTICLES: lines of id, title, lede, body (stems with spaces between them), seconds since 1970, month, language,
 * regions and topics (with spaces between them), separated by tabs. An INDEX of one segment is made of them if there is
 * none. QUERIES: lines of how words are joined, stems, filters (facet=value, with spaces between them), first and last
 * second or nothing, and "newest" or nothing, separated likewise. {@code GET /NUMBER} answers with the total, ten ids and
 * all counts as JSON. A facet that is filtered, and the months of a period, are counted once more without that filter.
 */
public final class Lucene {
    private static final int HITS = 10;
    private static final int CLIENTS = 32;
    private static final int GAP = 100;
    private static final List<String> FACETS = List.of("region", "topic", "language");
    private static final String MONTH = "month";

    private record Asked(Query words, Map<String, Query> narrowed, boolean newest) {
        Query without(String name) {
            if (narrowed.keySet().stream().allMatch(name::equals)) {
                return words;
            }
            BooleanQuery.Builder all = new BooleanQuery.Builder().add(words, BooleanClause.Occur.MUST);
            narrowed.forEach((each, filter) -> {
                if (!each.equals(name)) {
                    all.add(filter, BooleanClause.Occur.FILTER);
                }
            });
            return all.build();
        }
    }

    /** Counts the values of facets, and months from the first one on. */
    private final class Counts implements Collector {
        private final Map<String, int[]> found = new HashMap<>();
        private final int[] months;

        Counts(List<String> names) throws IOException {
            for (String name : names) {
                if (!name.equals(MONTH)) {
                    found.put(name, new int[(int) reader.getSortedSetDocValues(name).getValueCount()]);
                }
            }
            months = names.contains(MONTH) ? new int[lastMonth - firstMonth + 1] : null;
        }

        @Override
        public LeafCollector getLeafCollector(LeafReaderContext context) throws IOException {
            int size = found.size();
            SortedSetDocValues[] values = new SortedSetDocValues[size];
            int[][] counts = new int[size][];
            int number = 0;
            for (Map.Entry<String, int[]> each : found.entrySet()) {
                values[number] = reader.getSortedSetDocValues(each.getKey());
                counts[number++] = each.getValue();
            }
            NumericDocValues month = months == null ? null : reader.getNumericDocValues(MONTH);
            return new LeafCollector() {
                @Override
                public void setScorer(Scorable scorer) {}

                @Override
                public void collect(int doc) throws IOException {
                    for (int i = 0; i < size; i++) {
                        if (values[i].advanceExact(doc)) {
                            for (int left = values[i].docValueCount(); left > 0; left--) {
                                counts[i][(int) values[i].nextOrd()]++;
                            }
                        }
                    }
                    if (month != null && month.advanceExact(doc)) {
                        months[(int) month.longValue() - firstMonth]++;
                    }
                }
            };
        }

        @Override
        public ScoreMode scoreMode() {
            return ScoreMode.COMPLETE_NO_SCORES;
        }
    }

    private final IndexSearcher searcher;
    private final LeafReader reader;
    private final List<Asked> queries;
    private int firstMonth = Integer.MAX_VALUE;
    private int lastMonth = 0;

    private Lucene(DirectoryReader opened, List<Asked> queries) throws IOException {
        this.searcher = new IndexSearcher(opened);
        this.reader = opened.leaves().get(0).reader();
        this.queries = queries;
        NumericDocValues months = reader.getNumericDocValues(MONTH);
        while (months.nextDoc() != NumericDocValues.NO_MORE_DOCS) {
            firstMonth = Math.min(firstMonth, (int) months.longValue());
            lastMonth = Math.max(lastMonth, (int) months.longValue());
        }
    }

    public static void main(String[] arguments) throws IOException {
        Path index = Path.of(arguments[0]);
        if (!Files.isDirectory(index)) {
            make(index, Path.of(arguments[1]));
        }
        List<Asked> queries = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(arguments[2]))) {
            queries.add(asked(line.split("\t", -1)));
        }
        Lucene answering = new Lucene(DirectoryReader.open(FSDirectory.open(index)), queries);
        // threads that never end: once one has ended, its processor time can no longer be read
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket listener = new ServerSocket(Integer.parseInt(arguments[3]), 128, here)) {
            while (true) {
                Socket client = listener.accept();
                threads.execute(() -> answering.serve(client));
            }
        }
    }

    private static void make(Path index, Path articles) throws IOException {
        Analyzer words = new Analyzer() {
            @Override
            protected TokenStreamComponents createComponents(String field) {
                Tokenizer tokens = new WhitespaceTokenizer(Tokenizer.DEFAULT_TOKEN_ATTRIBUTE_FACTORY, 1 << 14);
                return new TokenStreamComponents(tokens);
            }

            @Override
            public int getPositionIncrementGap(String field) {
                return GAP;
            }
        };
        Path made = index.resolveSibling(index.getFileName() + ".new");
        try (IndexWriter writer = new IndexWriter(FSDirectory.open(made), new IndexWriterConfig(words));
                Stream<String> lines = Files.lines(articles)) {
            for (String line : (Iterable<String>) lines::iterator) {
                writer.addDocument(document(line.split("\t", -1)));
            }
            writer.forceMerge(1);
        }
        Files.move(made, index);
    }

    private static Document document(String[] told) {
        Document made = new Document();
        made.add(new SortedDocValuesField("id", new BytesRef(told[0])));
        for (int i = 1; i < 4; i++) {
            made.add(new TextField("text", told[i], Field.Store.NO));
        }
        made.add(new LongField("published", Long.parseLong(told[4]), Field.Store.NO));
        made.add(new NumericDocValuesField(MONTH, Long.parseLong(told[5])));
        facet(made, "language", told[6]);
        facet(made, "region", told[7]);
        facet(made, "topic", told[8]);
        return made;
    }

    private static void facet(Document made, String name, String values) {
        for (String value : split(values)) {
            made.add(new SortedSetDocValuesField(name, new BytesRef(value)));
            made.add(new StringField(name, value, Field.Store.NO));
        }
    }

    private static String[] split(String values) {
        return values.isEmpty() ? new String[0] : values.split(" ");
    }

    private static Asked asked(String[] told) {
        Map<String, Query> narrowed = new HashMap<>();
        for (String filter : split(told[2])) {
            String[] parts = filter.split("=", 2);
            narrowed.put(parts[0], new TermQuery(new Term(parts[0], parts[1])));
        }
        if (!told[3].isEmpty()) {
            narrowed.put(MONTH, LongField.newRangeQuery("published", Long.parseLong(told[3]), Long.parseLong(told[4])));
        }
        return new Asked(words(told[0], split(told[1])), narrowed, told[5].equals("newest"));
    }

    private static Query words(String joined, String[] stems) {
        if (stems.length == 0) {
            return MatchAllDocsQuery.INSTANCE;
        }
        if (joined.equals("prefix")) {
            return new PrefixQuery(new Term("text", stems[0]));
        }
        if (joined.equals("phrase")) {
            return new PhraseQuery("text", stems);
        }
        if (stems.length == 1) {
            return new TermQuery(new Term("text", stems[0]));
        }
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        for (String stem : stems) {
            all.add(new TermQuery(new Term("text", stem)), joined.equals("or") ? BooleanClause.Occur.SHOULD : BooleanClause.Occur.MUST);
        }
        return all.build();
    }

    /** Answers the requests of one connection until it ends. */
    private void serve(Socket client) {
        try (client;
                BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
                OutputStream out = new BufferedOutputStream(client.getOutputStream(), 1 << 16)) {
            client.setTcpNoDelay(true);
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                for (String header = in.readLine(); header != null && !header.isEmpty(); header = in.readLine()) {}
                byte[] body = answer(Integer.parseInt(line.split(" ")[1].substring(1))).getBytes(StandardCharsets.UTF_8);
                out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                out.write(body);
                out.flush();
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private String answer(int number) throws IOException {
        Asked query = queries.get(number);
        List<String> here = new ArrayList<>(FACETS);
        here.add(MONTH);
        here.removeAll(query.narrowed.keySet());
        Counts counts = new Counts(here);
        TopDocsCollector<? extends ScoreDoc> top = query.newest ? newest() : best();
        searcher.search(query.without(""), MultiCollector.wrap(top, counts));
        int[] months = counts.months;
        for (String name : query.narrowed.keySet()) {
            Counts others = new Counts(List.of(name));
            searcher.search(query.without(name), others);
            counts.found.putAll(others.found);
            months = name.equals(MONTH) ? others.months : months;
        }
        return told(top.topDocs(), counts.found, months);
    }

    private static TopDocsCollector<? extends ScoreDoc> best() {
        return new TopScoreDocCollectorManager(HITS, Integer.MAX_VALUE).newCollector();
    }

    private static TopDocsCollector<? extends ScoreDoc> newest() {
        Sort order = new Sort(new SortedNumericSortField("published", SortField.Type.LONG, true));
        return new TopFieldCollectorManager(order, HITS, Integer.MAX_VALUE).newCollector();
    }

    private String told(TopDocs top, Map<String, int[]> facets, int[] months) throws IOException {
        StringBuilder said = new StringBuilder("{\"total\": ").append(top.totalHits.value()).append(", \"ids\": [");
        SortedDocValues ids = DocValues.getSorted(reader, "id");
        int[] docs = Stream.of(top.scoreDocs).mapToInt(each -> each.doc).toArray();
        for (int i = 0; i < docs.length; i++) {
            SortedDocValues id = i > 0 && docs[i] < docs[i - 1] ? DocValues.getSorted(reader, "id") : ids;
            id.advanceExact(docs[i]);
            said.append(i == 0 ? "\"" : ", \"").append(id.lookupOrd(id.ordValue()).utf8ToString()).append('"');
            ids = id;
        }
        said.append("], \"facets\": {");
        for (String name : FACETS) {
            SortedSetDocValues values = reader.getSortedSetDocValues(name);
            int[] counted = facets.get(name);
            said.append('"').append(name).append("\": {");
            for (int value = 0; value < counted.length; value++) {
                if (counted[value] > 0) {
                    said.append('"').append(values.lookupOrd(value).utf8ToString()).append("\": ").append(counted[value]).append(", ");
                }
            }
            close(said).append(", ");
        }
        close(said).append(", \"months\": {");
        for (int month = 0; month < months.length; month++) {
            if (months[month] > 0) {
                said.append('"').append(firstMonth + month).append("\": ").append(months[month]).append(", ");
            }
        }
        return close(said).append('}').toString();
    }

    /** Puts a brace in place of the last comma. */
    private static StringBuilder close(StringBuilder said) {
        if (said.charAt(said.length() - 2) == ',') {
            said.setLength(said.length() - 2);
        }
        return said.append('}');
    }
}
