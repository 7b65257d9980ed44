"""News in other languages, made up for these tests: a headline, then some sentences."""

TEXTS = {
    "uk": (
        "Верховна Рада ухвалила закон про освіту",
        (
            "У місті Львові відкрили нову школу. Діти підуть до неї вже у вересні, повідомив мер. "
            "За його словами, на будівництво витратили понад сто мільйонів гривень."
        ),
    ),
    "be": (
        "У Мінску адкрылі новую бібліятэку для дзяцей",
        (
            "Жыхары вёскі скардзяцца на дрэнную дарогу. Яны некалькі разоў пісалі ў райвыканкам, "
            "але адказу так і не атрымалі. Цяпер людзі збіраюць подпісы."
        ),
    ),
    "bg": (
        "Съветът прие бюджета за следващата година",
        (
            "Жителите на селото се оплакват от лошия път. Те са писали няколко пъти до общината, "
            "но досега не са получили отговор. Кметът каза, че пътят ще бъде ремонтиран през "
            "пролетта."
        ),
    ),
    "mk": (
        "Владата ќе гради нова болница во Скопје",
        (
            "Жителите на селото се жалат дека патот е лош. Тие неколкупати пишувале до општината, "
            "но не добиле одговор. Градоначалникот вели дека ќе се поправи напролет."
        ),
    ),
    "sr": (
        "Нова школа биће отворена следеће године у Нишу",
        (
            "Становници села жале се на лош пут. Више пута су писали општини, али одговор још "
            "нијесу добили. Њихов представник каже да ће људи изаћи на улице."
        ),
    ),
    "kk": (
        "Қазақстанда жаңа мектептер салынады",
        (
            "Ауыл тұрғындары жолдың нашарлығына шағымданды. Олар әкімдікке бірнеше рет хат "
            "жазғанымен, жауап ала алмаған. Көктемде жол жөнделеді деп күтілуде."
        ),
    ),
    "ky": (
        "Бишкекте жаңы мектеп ачылды, үйлөр да курулат",
        (
            "Айыл тургундары жолдун начар экенин айтышты. Алар өкмөткө бир нече жолу кат "
            "жазышкан, бирок жооп ала элек. Жазында жол оңдолот деп күтүлүүдө."
        ),
    ),
    "tt": (
        "Казанда яңа мәктәп ачылды, җитәкчеләр килде",
        (
            "Авыл халкы юлның начар булуына зарлана. Алар берничә тапкыр хат язган, әмма җавап "
            "килмәгән. Язын юлны төзәтергә вәгъдә иттеләр, дип хәбәр итә район хакимияте."
        ),
    ),
    "tg": (
        "Дар Душанбе мактаби нав кушода шуд, гуфт ҳоким",
        (
            "Сокинони деҳа аз бадии роҳ шикоят мекунанд. Онҳо чанд бор ба ҳукумат нома навиштанд, "
            "вале ҷавоб нагирифтанд. Баҳорӣ роҳро таъмир хоҳанд кард."
        ),
    ),
    "ce": (
        "Соьлжа-ГӀалахь керла школа схьайиллина",
        (
            "Юьртара нах некъ вон хиларна реза бац. Цара масийттаза кехат язъйина, амма жоп ца "
            "деана. Ткъа хӀинца уьш гулбелла, шайн бакъонаш йовзийта лууш, аьлла хаийтина цара."
        ),
    ),
    "cau": (
        "Магьачхъалаялда цӀияб школа рагьана жакъа",
        (
            "Росдал гӀадамаз квешаб нухалдаса гӀарз гьабулеб буго. Гьез чанго нухалъ кагъат "
            "хъвана, амма жаваб щвечӀо. ЦӀияб нух ихдалил гьабизе буго."
        ),
    ),
    "os": (
        "Дзӕуджыхъӕуы байгом кодтой ног скъола",
        (
            "Хъӕуы цӕрджытӕ хъаст кӕнынц ӕвзӕр фӕндагӕй. Уыдон цалдӕр хатты фыстой хицауадмӕ, "
            "фӕлӕ дзуапп не ссардтой. Фӕндаг уалдзӕджы сцалцӕг кӕндзысты."
        ),
    ),
    "az": (
        "Bakıda yeni məktəb istifadəyə verilib",
        (
            "Kənd sakinləri yolun pis olmasından şikayət edirlər. Onlar bir neçə dəfə icra "
            "hakimiyyətinə müraciət etsələr də, cavab ala bilməyiblər."
        ),
    ),
    "tr": (
        "Ankara'da yeni bir okul ve bir hastane açıldı",
        (
            "Köy halkı yolun kötü olmasından şikayet ediyor. Belediyeye birçok kez yazdılar ama "
            "bir cevap alamadılar. Yol ilkbaharda onarılacak ve köprü de yenilenecek."
        ),
    ),
    "de": (
        "Der Bundestag hat das neue Gesetz beschlossen",
        (
            "Die Einwohner des Dorfes klagen über die schlechte Straße. Sie haben mehrmals an die "
            "Gemeinde geschrieben, aber keine Antwort erhalten."
        ),
    ),
    "fr": (
        "Le parlement a adopté la loi sur les écoles",
        (
            "Les habitants du village se plaignent de la mauvaise route. Ils ont écrit plusieurs "
            "fois à la mairie, mais n'ont reçu aucune réponse."
        ),
    ),
    "es": (
        "El parlamento aprobó la ley de educación en la capital",
        (
            "Los vecinos del pueblo se quejan de la mala carretera. Han escrito varias veces al "
            "ayuntamiento, pero no han recibido respuesta."
        ),
    ),
    "it": (
        "Il parlamento ha approvato la nuova legge sulle scuole",
        (
            "Gli abitanti del paese si lamentano della strada. Hanno scritto più volte al comune, "
            "ma non hanno ricevuto nessuna risposta."
        ),
    ),
    "pt": (
        "O parlamento aprovou uma nova lei para as escolas",
        (
            "Os moradores da aldeia queixam-se da estrada. Escreveram várias vezes à câmara, mas "
            "não receberam qualquer resposta até agora."
        ),
    ),
    "pl": (
        "Sejm przyjął nową ustawę o szkołach i nauczycielach",
        (
            "Mieszkańcy wsi skarżą się na złą drogę. Kilka razy pisali do gminy, ale nie dostali "
            "odpowiedzi. Wójt mówi, że droga zostanie naprawiona na wiosnę."
        ),
    ),
    "cs": (
        "Sněmovna schválila nový zákon o školách a učitelích",
        (
            "Obyvatelé vesnice si stěžují na špatnou silnici. Několikrát psali na úřad, ale "
            "odpověď nedostali. Starosta řekl, že se silnice opraví na jaře."
        ),
    ),
    "nl": (
        "De Tweede Kamer heeft een nieuwe wet voor scholen aangenomen",
        (
            "De bewoners van het dorp klagen over de slechte weg. Ze hebben de gemeente meerdere "
            "keren geschreven, maar kregen geen antwoord."
        ),
    ),
    "sv": (
        "Riksdagen har antagit en ny lag om skolor och lärare",
        (
            "Invånarna i byn klagar på den dåliga vägen. De har skrivit till kommunen flera "
            "gånger men inte fått något svar."
        ),
    ),
    "fi": (
        "Eduskunta hyväksyi uuden lain ja se tulee voimaan",
        (
            "Kylän asukkaat valittavat, että tie on huono. He ovat kirjoittaneet kunnalle monta "
            "kertaa, mutta vastausta ei ole tullut."
        ),
    ),
    "hu": (
        "Az országgyűlés elfogadta az új törvényt és a költségvetést",
        (
            "A falu lakói panaszkodnak, hogy rossz az út. Többször írtak az önkormányzatnak, de "
            "választ nem kaptak. A polgármester szerint az utat tavasszal megjavítják."
        ),
    ),
    "ro": (
        "Parlamentul a adoptat o lege nouă pentru școli și profesori",
        (
            "Locuitorii satului se plâng de drumul prost. Au scris de mai multe ori la primărie, "
            "dar nu au primit niciun răspuns."
        ),
    ),
    "lt": (
        "Seimas priėmė naują įstatymą, kad mokyklos ir mokytojai gautų daugiau",
        (
            "Kaimo gyventojai skundžiasi, kad kelias yra blogas. Jie kelis kartus rašė "
            "savivaldybei, bet atsakymo negavo iki šiol."
        ),
    ),
    "ka": (
        "საქართველოს პარლამენტმა კანონი მიიღო",
        "სოფლის მოსახლეობა ცუდ გზას უჩივის.",
    ),
    "hy": (
        "Երևանում նոր դպրոց է բացվել",
        "Գյուղի բնակիչները բողոքում են վատ ճանապարհից։",
    ),
    "el": (
        "Η Βουλή ψήφισε τον νέο νόμο",
        "Οι κάτοικοι του χωριού παραπονιούνται.",
    ),
    "he": (
        "הכנסת אישרה את החוק החדש",
        "תושבי הכפר מתלוננים על הכביש הרע.",
    ),
    "ar": (
        "البرلمان يقر القانون الجديد",
        "يشكو سكان القرية من الطريق السيئ ولم يتلقوا أي رد.",
    ),
    "fa": (
        "مجلس قانون جدید را تصویب کرد",
        "ساکنان روستا از جاده بد شکایت می‌کنند و پاسخی نگرفتند.",
    ),
    "hi": (
        "संसद ने नया कानून पारित किया",
        "गाँव के लोग खराब सड़क की शिकायत कर रहे हैं।",
    ),
    "zh": (
        "议会通过了新法律",
        "村民抱怨道路状况很差。他们多次写信，但没有得到答复。",
    ),
    "ja": (
        "国会は新しい法律を可決した",
        "村の住民は道路が悪いと訴えている。",
    ),
    "ko": (
        "국회가 새 법을 통과시켰다",
        "마을 주민들은 도로가 나쁘다고 불평한다.",
    ),
    "th": (
        "รัฐสภาผ่านกฎหมายใหม่",
        "ชาวบ้านบ่นเรื่องถนนไม่ดี",
    ),
}
