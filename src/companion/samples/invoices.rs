//! Fields read out of invoices, as fenced JSON: mostly right, some cut off, some with words around, some wrong.

use super::sheet::{Answer, Plan, Sheet};
use super::words;
use serde_json::{Value, json};

/// The batch.
pub const PLAN: Plan = Plan {
    slug: "invoice-extraction",
    name: "Invoice extraction, October",
    schema_type: "invoice",
    model: "mistralai/Mistral-Small-3.2-24B-Instruct-2506",
    age: 9 * 86_400 + 3_000,
    took: 5_240,
};

const SYSTEM: &str = "Extract the fields of the invoice as JSON with the keys supplier, invoice_number, invoice_date \
    (YYYY-MM-DD), due_date, currency, items (description, quantity, unit_price, amount), net_total, vat_rate, vat, \
    gross_total, iban. Use null for what is not there. Answer with one ```json block and nothing else.";

struct Invoice {
    fields: Value,
    scan: String,
}

/// Writes all of it.
pub fn fill(sheet: &mut Sheet, lines: u64) {
    for number in 1..=lines {
        let id = format!("inv-2026-10-{number:04}");
        let invoice = invoice(sheet, number);
        let messages = json!([
            {"role": "system", "content": SYSTEM},
            {"role": "user", "content": format!("--- scan, page 1 of 1 ---\n{}", invoice.scan)},
        ]);
        sheet.ask(&id, &messages, &json!({"max_tokens": 900, "temperature": 0}));
        let answer = answer(sheet, invoice.fields);
        sheet.answer(&id, answer);
    }
}

fn answer(sheet: &mut Sheet, mut fields: Value) -> Answer {
    let rng = &mut sheet.rng;
    let kind = rng.between(0, 99);
    if kind < 4 {
        fields["gross_total"] = json!(fields["net_total"]); // the mistake that a reviewer should find
    } else if kind < 7 {
        fields["due_date"] = Value::Null;
        fields["iban"] = Value::Null;
    }
    let text = serde_json::to_string_pretty(&fields).unwrap_or_default();
    match rng.between(0, 99) {
        0..=4 => {
            let end = text.len() * usize::try_from(rng.between(40, 85)).unwrap_or(50) / 100;
            let cut: String = text.chars().take(end).collect();
            Answer::text(format!("```json\n{cut}")).ended("length")
        }
        5..=11 => Answer::text(format!(
            "Here is the extracted data:\n\n```json\n{text}\n```\n\n{}",
            rng.pick(&[
                "Note: the due date was computed from the payment terms.",
                "The IBAN is partly unreadable in the scan; please check it.",
                "Let me know if you need the line items in another format!",
                "**Uncertain:** the VAT rate is not printed, 19 % was assumed.",
            ])
        )),
        12..=15 => Answer::text(fields.to_string()),
        _ => Answer::text(format!("```json\n{text}\n```")),
    }
}

fn invoice(sheet: &mut Sheet, number: u64) -> Invoice {
    let rng = &mut sheet.rng;
    let (supplier, country) = rng.pick(words::COMPANIES);
    let (currency, vat_rate) = match country {
        "SE" => ("SEK", 25),
        "PL" => ("PLN", 23),
        "GB" => ("GBP", 20),
        "DE" => ("EUR", rng.pick(&[19, 19, 19, 7])),
        "ES" | "NL" => ("EUR", 21),
        "IT" => ("EUR", 22),
        "PT" => ("EUR", 23),
        _ => ("EUR", 20),
    };
    let (first, step) = (rng.between(0, 15), rng.between(0, 7) * 2 + 1); // odd: no item twice
    let mut items = Vec::new();
    let mut rows = String::new();
    let mut net = 0;
    for position in 1..=rng.between(1, 6) {
        let at = usize::try_from(first + position * step).unwrap_or_default() % words::ITEMS.len();
        let (description, price) = words::ITEMS.get(at).copied().unwrap_or_default();
        let quantity = rng.pick(&[1, 1, 2, 3, 4, 5, 10, 12, 25]);
        let amount = price * quantity;
        net += amount;
        items.push(json!({
            "description": description, "quantity": quantity, "unit_price": money(price), "amount": money(amount),
        }));
        let (each, sum) = (show(price), show(amount));
        rows.extend([format!("{position:>3}  {description:<32} {quantity:>4} x {each:>9}   {sum:>10}\n")]);
    }
    let vat = net * vat_rate / 100;
    let (month, day) = (rng.between(9, 10), rng.between(1, 28));
    let date = format!("2026-{month:02}-{day:02}");
    let due = format!("2026-{:02}-{day:02}", month + 1);
    let code =
        format!("{}-{}", rng.pick(&["R", "INV", "F", "2026", "A"]), 10_000 + number * 7 + rng.between(0, 6));
    let iban = format!(
        "{country}{:02} {:04} {:04} {:04}",
        rng.between(10, 98),
        rng.between(1000, 9999),
        rng.between(0, 9999),
        rng.between(0, 9999)
    );
    let fields = json!({
        "supplier": supplier, "invoice_number": code, "invoice_date": date, "due_date": due, "currency": currency,
        "items": items, "net_total": money(net), "vat_rate": vat_rate, "vat": money(vat),
        "gross_total": money(net + vat), "iban": iban,
    });
    let (net, vat_text, gross) = (show(net), show(vat), show(net + vat));
    let scan = match country {
        "DE" | "AT" => format!(
            "{supplier}\nRechnung Nr. {code}          Datum: {day:02}.{month:02}.2026\nZahlbar bis {due}\n\n{rows}\n\
             Summe netto {net} {currency}\nMwSt. {vat_rate} % {vat_text}\nGesamtbetrag {gross} {currency}\nIBAN {iban}\n"
        ),
        "FR" => format!(
            "FACTURE {code}\n{supplier}\nDate d'émission : {date}   Échéance : {due}\n\n{rows}\nTotal HT {net}\nTVA \
             {vat_rate} % : {vat_text}\nTotal TTC : {gross} {currency}\nIBAN : {iban}\n"
        ),
        _ => format!(
            "INVOICE\n{supplier}\nNo. {code} / {date}\nPayment terms: 30 days net (due {due})\n\n{rows}\nSubtotal \
             {net}\nVAT ({vat_rate} %) {vat_text}\nTOTAL DUE {currency} {gross}\nBank: {iban}\n"
        ),
    };
    Invoice { fields, scan }
}

/// Cents as a number with two places.
fn money(cents: u64) -> f64 {
    cents as f64 / 100.0
}

fn show(cents: u64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}
