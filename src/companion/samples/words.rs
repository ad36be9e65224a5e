//! Words that several samples share.

use super::rng::Rng;

/// What the shop sells.
pub const PRODUCTS: &[&str] = &[
    "Arda espresso machine",
    "Brume room humidifier",
    "Calder cordless drill",
    "Dune standing desk",
    "Ember pizza oven",
    "Fjord cool box",
    "Gale leaf blower",
    "Hale air purifier",
    "Iris plant light",
    "Juno stick vacuum",
    "Kelda water kettle",
    "Loam compost bin",
    "Moss robot mower",
    "Nord hedge trimmer",
    "Orla stand mixer",
    "Pike multi-tool",
    "Quill label printer",
    "Reed rain barrel",
    "Saga table saw",
    "Tarn garden pump",
];

/// What of it has to do with water, so that descaling makes sense.
pub const WITH_WATER: &[&str] = &[
    "Arda espresso machine",
    "Brume room humidifier",
    "Kelda water kettle",
    "Tarn garden pump",
    "Vale steam iron",
    "Weir water filter",
    "Yarrow steam mop",
];

/// Two different ones.
pub fn two(rng: &mut Rng, of: &[&'static str]) -> (&'static str, &'static str) {
    let last = (of.len() as u64).saturating_sub(1);
    let at = rng.between(0, last);
    let other = at + rng.between(1, last);
    let product = |at: u64| of.iter().cycle().nth(usize::try_from(at).unwrap_or_default());
    (product(at).copied().unwrap_or_default(), product(other).copied().unwrap_or_default())
}

/// Given names.
pub const FIRST_NAMES: &[&str] = &[
    "Ana",
    "Bjarne",
    "Chiara",
    "Devon",
    "Elif",
    "Femke",
    "Grzegorz",
    "Hana",
    "Imran",
    "Joana",
    "Kofi",
    "Lucía",
    "Małgorzata",
    "Noémie",
    "Olu",
    "Priya",
    "Quentin",
    "Rósa",
    "Søren",
    "Tomáš",
    "Ulrike",
    "Víctor",
    "Wren",
    "Xiao",
    "Yusuf",
    "Zoë",
];

/// Companies that write invoices and contracts, and their country.
pub const COMPANIES: &[(&str, &str)] = &[
    ("Albrecht & Söhne GmbH", "DE"),
    ("Bluewater Logistics Ltd", "GB"),
    ("Cantera Ibérica S.L.", "ES"),
    ("Delacroix Imprimerie SARL", "FR"),
    ("Eastgate Office Supplies Ltd", "GB"),
    ("Fonderia Marchetti S.r.l.", "IT"),
    ("Gröna Lunds Trädgård AB", "SE"),
    ("Harbour Print Works", "GB"),
    ("Imkerei Brandstätter e.U.", "AT"),
    ("Jansen Techniek B.V.", "NL"),
    ("Kowalski Meble Sp. z o.o.", "PL"),
    ("Lindqvist Elektro AB", "SE"),
    ("Marchand & Fils SAS", "FR"),
    ("Norddeutsche Papier AG", "DE"),
    ("O'Brien Plumbing Ltd", "GB"),
    ("Pereira Têxtil Lda", "PT"),
];

/// What companies write on invoices: the thing and its price in cents.
pub const ITEMS: &[(&str, u64)] = &[
    ("Copy paper A4, 80 g, box of 5", 2_490),
    ("Office chair \"Linea\"", 18_900),
    ("Toner cartridge TN-247", 7_435),
    ("Consulting, hours", 12_500),
    ("Pallet transport, zone 3", 8_640),
    ("LED panel 60x60", 3_995),
    ("Cat 6 patch cable, 5 m", 649),
    ("Annual maintenance", 48_000),
    ("Brochure, 16 pages, 500 pcs", 31_250),
    ("Cleaning agent, 10 l", 2_175),
    ("Steel bracket, galvanised", 385),
    ("Coffee beans, 1 kg", 1_890),
    ("Support plan \"Plus\"", 9_900),
    ("Oak board 200x30x4", 5_460),
    ("Travel expenses", 21_430),
    ("Safety gloves, pair", 720),
];
