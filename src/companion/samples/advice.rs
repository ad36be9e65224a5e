//! Advice on products in several languages, as conversations of several turns with long answers in Markdown.

use super::grammar::{self, Rule};
use super::sheet::{Answer, Plan, Sheet};
use super::words;
use serde_json::{Value, json};

/// The batch.
pub const PLAN: Plan = Plan {
    slug: "product-advice",
    name: "Product advice, seven languages",
    schema_type: "chat",
    model: "openai/gpt-oss-120b",
    age: 5 * 86_400 + 20_000,
    took: 2_130,
};

struct Language {
    code: &'static str,
    /// A first question and its short answer.
    opens: &'static [(&'static str, &'static str)],
    /// What is asked next, and what can be said to it.
    follows: &'static [(&'static str, &'static [&'static str])],
}

const LANGUAGES: &[Language] = &[
    Language {
        code: "en",
        opens: &[
            (
                "How often does the {product} need cleaning?",
                "Rinse it every week and clean it thoroughly every month; {n} minutes are enough.\n\nTwo habits help more than any cleaner:\n\n- let it dry open overnight\n- wipe the seal once a week, that is where it begins to smell",
            ),
            (
                "Is the {product} quiet enough for a bedroom?",
                "In night mode, **yes**: 31 dB at one metre, about a whisper. At full power it is 58 dB, which you will not sleep through.",
            ),
            (
                "What is the difference between the {product} and the {other}?",
                "Mostly size and power; both take the same filter.\n\n| | {product} | {other} |\n|---|---|---|\n| Power | 1,200 W | 1,850 W |\n| Weight | 1.4 kg | {n}.1 kg |\n| Guarantee | 3 years | 5 years |\n\nFor now and then I would take the smaller one.",
            ),
        ],
        follows: &[
            (
                "And with hard water?",
                &[
                    "With hard water I would descale it every {n} weeks:\n\n1. Fill the tank with 0.5 l of water and 2 tablespoons of citric acid.\n2. Start the program `CLEAN`, wait {m} minutes.\n3. Rinse twice with clear water.\n\nDo **not** use vinegar: it attacks the seals of the {product}, and the guarantee does not cover that.\n\nIf you are unsure how hard your water is, your supplier publishes the value by postcode.",
                ],
            ),
            (
                "What does that cost me per year? A table would be nice.",
                &[
                    "Sure. For the **{product}** it looks like this:\n\n| Part | Interval | Cost |\n|---|---|---:|\n| Filter | {n} months | €{m} |\n| Seal | 2 years | €6 |\n| Heater | 4 to 5 years | €{k} |\n\nThat is about €{k} a year if you clean it yourself. Hard water (above 14 °dH) halves the first interval.\n\n> Tip: write the date on the filter with a pencil; the app forgets it after an update.",
                ],
            ),
            (
                "Which part will I have to replace first?",
                &[
                    "The small seal behind the lid; it costs six euros and takes five minutes:\n\n```text\nopen lid -> pull seal -> wipe groove -> press new seal in, label up\n```\n\nEverything else in the {product} lasted beyond {n} years in our own kitchen. 🙂",
                    "Honestly, the filter: after about {k} fillings the flow drops to two thirds, and you will notice. It clicks out without tools. Everything else is built to be opened, with ordinary screws.",
                ],
            ),
        ],
    },
    Language {
        code: "de",
        opens: &[
            (
                "Wie oft muss ich beim {product} den Filter wechseln?",
                "Alle {n} Monate, bei täglichem Gebrauch etwas früher. Die Anzeige blinkt rechtzeitig; warten Sie nicht länger als eine Woche.",
            ),
            (
                "Passt der {product} in eine kleine Küche?",
                "Ja, er braucht nur 60 × 45 cm Standfläche. Achten Sie darauf, dass nach oben 20 cm frei bleiben, damit der Dampf abziehen kann.",
            ),
            (
                "Lohnt sich der {product} gegenüber dem {other}?",
                "Das hängt davon ab, wie oft Sie ihn benutzen. Für zweimal im Monat genügt der {other}; wer jede Woche damit arbeitet, hat den Aufpreis nach gut einem Jahr wieder herein.",
            ),
        ],
        follows: &[
            (
                "Und bei sehr hartem Wasser?",
                &[
                    "Bei sehr hartem Wasser würde ich alle {n} Wochen entkalken: zwei Esslöffel Zitronensäure auf einen halben Liter, {m} Minuten warten, zweimal klar spülen. Bitte **keinen Essig** verwenden; er greift die Dichtungen an.\n\nÜbrigens: Die Härte nennt Ihr Versorger größtenteils nach Postleitzahl; über 14 °dH gilt das Wasser als hart.",
                ],
            ),
            (
                "Was kostet mich das im Jahr?",
                &[
                    "Gern, hier die Übersicht für den **{product}**:\n\n| Teil | Abstand | Preis |\n|---|---|---:|\n| Filter | {n} Monate | {m},90 € |\n| Dichtung | 2 Jahre | 5,50 € |\n\nRechnen Sie mit rund {k} € im Jahr. Bei hartem Wasser (über 14 °dH) verkürzt sich der erste Abstand auf die Hälfte.",
                ],
            ),
        ],
    },
    Language {
        code: "fr",
        opens: &[
            (
                "À quelle fréquence faut-il nettoyer le {product} ?",
                "Un rinçage par semaine suffit, et un nettoyage complet tous les {n} mois.",
            ),
            (
                "Le {product} convient-il à un petit appartement ?",
                "Oui, il n'occupe que 60 × 45 cm, et le mode nuit reste sous 31 dB.",
            ),
        ],
        follows: &[
            (
                "Et si l'eau est très calcaire ?",
                &[
                    "Avec une eau dure, détartrez toutes les {n} semaines : deux cuillères d'acide citrique dans un demi-litre d'eau, {m} minutes d'attente, deux rinçages. N'utilisez pas de vinaigre : il abîme les joints.",
                ],
            ),
            (
                "Combien cela coûte-t-il par an ?",
                &[
                    "Comptez à peu près {k} € par an, surtout pour les filtres. « Moins souvent » n'est pas une bonne économie : un filtre encrassé fait tourner le moteur plus vite, et c'est lui qui coûte cher.",
                    "Pour le **{product}** :\n\n- filtre : tous les {n} mois, environ {m} €\n- joint : tous les deux ans, 6 €\n- résistance : après quatre à cinq ans, {k} €",
                ],
            ),
        ],
    },
    Language {
        code: "es",
        opens: &[
            (
                "¿Cada cuánto hay que limpiar el {product}?",
                "Basta con un enjuague a la semana y una limpieza a fondo cada {n} meses.",
            ),
            (
                "¿El {product} cabe en una cocina pequeña?",
                "Sí, ocupa solo 60 × 45 cm. Eso sí: deje 20 cm libres por encima.",
            ),
        ],
        follows: &[
            (
                "¿Y con agua muy dura?",
                &[
                    "Con agua dura, descalcifíquelo cada {n} semanas con ácido cítrico y espere {m} minutos. ¡No use vinagre! Daña las juntas y la garantía no lo cubre.",
                ],
            ),
            (
                "¿Cuánto me cuesta al año?",
                &[
                    "Para el **{product}**:\n\n1. Filtro: cada {n} meses, unos {m} €.\n2. Junta: cada dos años, 6 €.\n3. Resistencia: después de cuatro o cinco años, {k} €.",
                ],
            ),
        ],
    },
    Language {
        code: "it",
        opens: &[
            (
                "Ogni quanto va pulito il {product}?",
                "Basta un risciacquo alla settimana e una pulizia completa ogni {n} mesi.",
            ),
            (
                "Il {product} sta in una cucina piccola?",
                "Sì, occupa solo 60 × 45 cm. Lascia però 20 cm liberi sopra.",
            ),
        ],
        follows: &[
            (
                "E se l'acqua è molto dura?",
                &[
                    "Il calcare si deposita prima sul filtro e poi sulla resistenza: decalcifica ogni {n} settimane con acido citrico, aspetta {m} minuti e risciacqua due volte. Niente aceto, rovina le guarnizioni.",
                ],
            ),
            (
                "Quanto mi costa all'anno?",
                &[
                    "Circa {k} €: filtro ogni {n} mesi ({m} €), guarnizione ogni due anni (6 €), resistenza dopo quattro o cinque anni ({k} €).",
                ],
            ),
        ],
    },
    Language {
        code: "ja",
        opens: &[
            (
                "{product}はどのくらいの頻度で掃除が必要ですか？",
                "週に一度すすぎ、{n}か月ごとにしっかり洗えば十分です。",
            ),
            ("{product}は寝室でも静かですか？", "夜間モードでは約31 dBで、ささやき声ほどの音です。"),
        ],
        follows: &[
            (
                "水が硬い場合はどうですか？",
                &[
                    "{n}週間ごとにクエン酸で洗浄してください。{m}分待ってから、きれいな水で二回すすぎます。酢は使わないでください。パッキンが傷みます。",
                ],
            ),
            (
                "年間の費用はいくらですか？",
                &[
                    "**{product}**の目安は次のとおりです。\n\n| 部品 | 交換時期 | 価格 |\n|---|---|---:|\n| フィルター | {n}か月 | {m}00円 |\n| パッキン | 2年 | 800円 |\n\n合計すると年に約{k}00円です。",
                ],
            ),
        ],
    },
    Language {
        code: "ar",
        opens: &[
            ("كم مرة يجب تنظيف {product}؟", "يكفي شطفه مرة في الأسبوع، وتنظيفه جيداً كل {n} أشهر."),
            ("هل يناسب {product} شقة صغيرة؟", "نعم، لا يحتاج إلا إلى مساحة 60 × 45 سم، وهو هادئ في الليل."),
        ],
        follows: &[
            (
                "وماذا لو كان الماء عسراً؟",
                &[
                    "إذا كان الماء عسراً فأزل الترسبات كل {n} أسابيع بحمض الستريك، وانتظر {m} دقيقة ثم اشطف مرتين. لا تستخدم الخل لأنه يضر بالحلقات المطاطية.",
                ],
            ),
            (
                "كم يكلفني ذلك في السنة؟",
                &[
                    "بالنسبة إلى **{product}**:\n\n- المرشح: كل {n} أشهر، نحو {m} يورو\n- الحلقة المطاطية: كل سنتين، 6 يورو\n- عنصر التسخين: بعد أربع أو خمس سنوات، {k} يورو",
                ],
            ),
        ],
    },
];

const RULES: &[Rule] = &[
    ("n", &["3", "4", "6", "8", "12"]),
    ("m", &["12", "15", "18", "24", "30"]),
    ("k", &["38", "45", "52", "79", "94"]),
];

/// Writes all of it.
pub fn fill(sheet: &mut Sheet, lines: u64) {
    for number in 1..=lines {
        let at = usize::try_from(sheet.rng.between(0, LANGUAGES.len() as u64 + 3)).unwrap_or_default();
        // English more often than the others.
        let Some(language) = LANGUAGES.get(at).or(LANGUAGES.first()) else { return };
        let id = format!("advice-{}-{number:04}", language.code);
        let (messages, answer) = conversation(sheet, language);
        sheet.ask(&id, &messages, &json!({"max_tokens": 1200, "temperature": 0.7}));
        sheet.answer(&id, answer);
    }
    sheet.shuffle_output();
}

fn conversation(sheet: &mut Sheet, language: &Language) -> (Value, Answer) {
    let rng = &mut sheet.rng;
    let (product, other) = words::two(rng, words::WITH_WATER);
    let bound = [("product", product), ("other", other)];
    let (open, first) = rng.pick(language.opens);
    let system = format!("Answer in the customer's language ({}). Markdown is fine.", language.code);
    let mut messages = vec![turn("system", &system), turn("user", &grammar::write(rng, RULES, &bound, open))];
    let mut said = grammar::write(rng, RULES, &bound, first);
    let mut follows: Vec<_> = language.follows.iter().collect();
    rng.shuffle(&mut follows);
    let turns = rng.pick(&[0, 1, 1, 1, 1, 2, 2]);
    for (question, answers) in follows.into_iter().take(turns) {
        messages
            .extend([turn("assistant", &said), turn("user", &grammar::write(rng, RULES, &bound, question))]);
        let answer = rng.pick(answers);
        said = grammar::write(rng, RULES, &bound, answer);
    }
    let mut answer = Answer::text(said);
    if rng.chance(20) {
        let thought =
            format!("Language: {}. Give intervals and cost, one warning, no advertising.", language.code);
        answer = answer.with("reasoning", json!(thought));
    }
    (Value::Array(messages), answer)
}

fn turn(role: &str, content: &str) -> Value {
    json!({"role": role, "content": content})
}
