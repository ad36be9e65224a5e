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
    opens: &'static [&'static str],
    first: &'static [&'static str],
    follows: &'static [&'static str],
    answers: &'static [&'static str],
}

const LANGUAGES: &[Language] = &[
    Language {
        code: "en",
        opens: &[
            "How often does the {product} need cleaning?",
            "Is the {product} quiet enough for a bedroom?",
            "What is the difference between the {product} and the {other}?",
        ],
        first: &[
            "Every week a rinse, every month a thorough clean.",
            "In night mode, yes: 31 dB at one metre.",
            "Mostly size and power; both share the same battery.",
        ],
        follows: &[
            "And with hard water?",
            "What does that cost me per year?",
            "Could you put that into a table?",
            "Which parts would I have to replace first?",
        ],
        answers: &[
            "Sure. For the **{product}** it looks like this:\n\n| Part | Interval | Cost |\n|---|---|---:|\n| Filter | {n} months | \
             \u{20ac}{m} |\n| Seal | 2 years | \u{20ac}6 |\n| Battery | 4 to 5 years | \u{20ac}{k} |\n\nThat is about \u{20ac}{k} a year if \
             you clean it yourself. Hard water (above 14 \u{b0}dH) halves the first interval.\n\n> Tip: write the date on the filter \
             with a pencil; the app forgets it after an update.",
            "With hard water I would descale it every {n} weeks:\n\n1. Fill the tank with 0.5 l of water and 2 tablespoons of citric \
             acid.\n2. Start the program `CLEAN`, wait {m} minutes.\n3. Rinse twice with clear water.\n\nDo **not** use vinegar: it attacks \
             the seals of the {product}, and the guarantee does not cover that.\n\nIf you are unsure how hard your water is, your \
             supplier publishes the value by postcode.",
            "Honestly? Neither is worth replacing early. The part that goes first is the small seal behind the lid; it costs six euros \
             and takes five minutes:\n\n```text\nopen lid -> pull seal -> wipe groove -> press new seal in, label up\n```\n\nEverything else in \
             the {product} lasted beyond {n} years in our own kitchen. \u{1F642}",
        ],
    },
    Language {
        code: "de",
        opens: &[
            "Wie oft muss ich beim {product} den Filter wechseln?",
            "Passt der {product} auf einen kleinen Balkon?",
            "Lohnt sich der {product} gegenüber dem {other}?",
        ],
        first: &[
            "Alle {n} Monate, bei täglichem Gebrauch etwas früher.",
            "Ja, er braucht nur 60 × 45 cm Standfläche.",
            "Das hängt davon ab, wie oft Sie ihn benutzen.",
        ],
        follows: &[
            "Und bei sehr hartem Wasser?",
            "Was kostet mich das im Jahr?",
            "Gibt es den auch in Grün?",
        ],
        answers: &[
            "Gern, hier die Übersicht für den **{product}**:\n\n| Teil | Abstand | Preis |\n|---|---|---:|\n| Filter | {n} Monate | {m},90 \u{20ac} |\n| \
             Dichtung | 2 Jahre | 5,50 \u{20ac} |\n\nRechnen Sie mit rund {k} \u{20ac} im Jahr. Bei hartem Wasser (über 14 °dH) verkürzt sich der erste \
             Abstand auf die Hälfte. Größere Wäschen übernimmt die Werkstatt.",
            "Bei sehr hartem Wasser würde ich alle {n} Wochen entkalken: zwei Esslöffel Zitronensäure auf einen halben Liter, {m} Minuten warten, \
             zweimal klar spülen. Bitte **keinen Essig** verwenden; er greift die Dichtungen an.\n\nÜbrigens: Im Herbst lohnt es sich, den Schlauch \
             vor dem ersten Frost zu entleeren.",
        ],
    },
    Language {
        code: "fr",
        opens: &[
            "À quelle fréquence faut-il nettoyer le {product} ?",
            "Le {product} convient-il à un petit appartement ?",
        ],
        first: &["Un rinçage par semaine suffit.", "Oui, il n'occupe que 60 × 45 cm."],
        follows: &["Et si l'eau est très calcaire ?", "Combien cela coûte-t-il par an ?"],
        answers: &[
            "Bien sûr. Pour le **{product}** :\n\n- filtre : tous les {n} mois, environ {m} €\n- joint : tous les deux ans, 6 €\n- batterie : après quatre \
             à cinq ans, {k} €\n\nAvec une eau dure, divisez le premier intervalle par deux. N'utilisez pas de vinaigre : il abîme les joints.",
            "Comptez à peu près {k} € par an, surtout pour les filtres. « Moins souvent » n'est pas une bonne économie : un filtre encrassé fait \
             tourner le moteur plus vite, et c'est lui qui coûte cher.",
        ],
    },
    Language {
        code: "es",
        opens: &["¿Cada cuánto hay que limpiar el {product}?", "¿El {product} sirve para un balcón pequeño?"],
        first: &["Basta con un enjuague a la semana.", "Sí, ocupa solo 60 × 45 cm."],
        follows: &["¿Y con agua muy dura?", "¿Cuánto me cuesta al año?"],
        answers: &[
            "Claro. Para el **{product}**:\n\n1. Filtro: cada {n} meses, unos {m} €.\n2. Junta: cada dos años, 6 €.\n3. Batería: después de cuatro o cinco años, \
             {k} €.\n\nCon agua dura, reduzca a la mitad el primer intervalo. ¡No use vinagre! Daña las juntas y la garantía no lo cubre.",
        ],
    },
    Language {
        code: "it",
        opens: &["Ogni quanto va pulito il {product}?", "Il {product} è adatto a un balcone piccolo?"],
        first: &["Basta un risciacquo alla settimana.", "Sì, occupa solo 60 × 45 cm."],
        follows: &["E se l'acqua è molto dura?", "Quanto mi costa all'anno?"],
        answers: &[
            "Certo. Per il **{product}**: filtro ogni {n} mesi (circa {m} €), guarnizione ogni due anni (6 €), batteria dopo quattro o cinque anni ({k} €). Perché? \
             Il calcare si deposita prima sul filtro e poi sulla resistenza; con acqua dura conviene dimezzare il primo intervallo.",
        ],
    },
    Language {
        code: "ja",
        opens: &["{product}はどのくらいの頻度で掃除が必要ですか？", "{product}は寝室でも静かですか？"],
        first: &["週に一度すすぐだけで十分です。", "夜間モードでは約31 dBです。"],
        follows: &["水が硬い場合はどうですか？", "年間の費用はいくらですか？"],
        answers: &[
            "はい、**{product}**の目安は次のとおりです。\n\n| 部品 | 交換時期 | 価格 |\n|---|---|---:|\n| フィルター | {n}か月 | {m}00円 |\n| パッキン | 2年 | 800円 |\n\n\
             水が硬い地域では、フィルターの交換を半分の間隔にしてください。酢は使わないでください。パッキンが傷みます。",
        ],
    },
    Language {
        code: "ar",
        opens: &["كم مرة يجب تنظيف {product}؟", "هل يناسب {product} شقة صغيرة؟"],
        first: &["يكفي شطفه مرة في الأسبوع.", "نعم، لا يحتاج إلا إلى مساحة صغيرة."],
        follows: &["وماذا لو كان الماء عسراً؟", "كم يكلفني ذلك في السنة؟"],
        answers: &[
            "بالتأكيد. بالنسبة إلى **{product}**:\n\n- المرشح: كل {n} أشهر، نحو {m} يورو\n- الحلقة المطاطية: كل سنتين، 6 يورو\n- البطارية: بعد أربع أو خمس سنوات، {k} يورو\n\n\
             إذا كان الماء عسراً فاختصر المدة الأولى إلى النصف، ولا تستخدم الخل.",
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
    let bound = [("product", rng.pick(words::PRODUCTS)), ("other", rng.pick(words::PRODUCTS))];
    let mut say = |from: &[&'static str]| {
        let text = rng.pick(from);
        grammar::write(rng, RULES, &bound, text)
    };
    let mut messages = vec![
        json!({"role": "system", "content": format!("Answer in the customer's language ({}). Markdown is fine.", language.code)}),
        json!({"role": "user", "content": say(language.opens)}),
    ];
    let (answered, asked, last) = (say(language.first), say(language.follows), say(language.answers));
    let again = (say(language.answers), say(language.follows));
    match rng.between(0, 9) {
        0..=1 => {}
        2..=7 => messages.extend([turn("assistant", &answered), turn("user", &asked)]),
        _ => messages.extend([
            turn("assistant", &answered),
            turn("user", &asked),
            turn("assistant", &again.0),
            turn("user", &again.1),
        ]),
    }
    let mut answer = Answer::text(last);
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
