//! What is tried of Label Studio: its address, the token, the project, a mapping, and whether it lets the page in.

use super::Verdict;
use super::checks::{CURATION, Checks, PATIENCE, sentence, with_port};
use crate::companion::label_studio::client::Client;
use crate::companion::map::read::usable;
use crate::companion::outgoing::{http, perform};
use crate::companion::proxy::target::read_address;
use crate::companion::watch::rules::named;
use crate::core::labeling::{Document, variables};
use crate::core::mapping::{Target, changes};
use crate::core::protocol::label_studio as api;
use crate::core::protocol::token::Token;

/// Where Label Studio listens by itself, and where vLLM Batch Server's set-up puts it.
const PORTS: [u16; 2] = [4115, 8080];

impl Checks<'_> {
    pub(super) async fn label_studio(&mut self) {
        let said = self.get("LABEL_STUDIO_URL");
        let address = said.clone().unwrap_or_else(|| "http://localhost:4115".to_owned());
        let version = match read_address(&address) {
            Ok(url) => studio(url.as_str().trim_end_matches('/')).await,
            Err(why) => Err(why),
        };
        match (version, said) {
            (Ok(version), Some(_)) => {
                self.studio = Some(address.trim_end_matches('/').to_owned());
                self.say("label-studio", Verdict::Ok, format!("{address} answers: Label Studio {version}"));
            }
            (Ok(version), None) => {
                self.studio = Some(address.clone());
                let said =
                    format!("LABEL_STUDIO_URL is not set; a Label Studio {version} answers at {address}");
                self.say_change("label-studio", Verdict::Missing, said, "LABEL_STUDIO_URL", address);
            }
            (Err(why), said) => {
                for port in PORTS {
                    let Some(other) = with_port(&address, port).filter(|other| *other != address) else {
                        continue;
                    };
                    if studio(&other).await.is_ok() {
                        self.studio = Some(other.clone());
                        let said = format!("{} But a Label Studio answers at {other}.", sentence(&why));
                        return self.say_change(
                            "label-studio",
                            Verdict::Wrong,
                            said,
                            "LABEL_STUDIO_URL",
                            other,
                        );
                    }
                }
                let (verdict, said) = match said {
                    Some(_) => (Verdict::Wrong, format!("{} Is Label Studio running there?", sentence(&why))),
                    None => (
                        Verdict::Missing,
                        "LABEL_STUDIO_URL is not set, and no Label Studio answers at localhost:4115 or :8080"
                            .to_owned(),
                    ),
                };
                self.say("label-studio", verdict, said);
            }
        }
    }

    pub(super) async fn token(&mut self) {
        let (key, other) = (self.get("LABEL_STUDIO_API_KEY"), self.get("LABEL_STUDIO_TOKEN"));
        let text = match (&key, &other) {
            (None, None) => {
                let said = "LABEL_STUDIO_API_KEY is not set. In Label Studio: Account & Settings, Personal Access Token.";
                return self.say("token", Verdict::Missing, said);
            }
            (None, Some(token)) => {
                let said =
                    "The token is in LABEL_STUDIO_TOKEN; vLLM Batch Server reads LABEL_STUDIO_API_KEY only.";
                self.say_change("token", Verdict::Wrong, said, "LABEL_STUDIO_API_KEY", token.clone());
                token.clone()
            }
            (Some(key), Some(token)) if key != token => {
                self.say("token", Verdict::Wrong, "LABEL_STUDIO_API_KEY and LABEL_STUDIO_TOKEN differ. The first counts: remove the second.");
                key.clone()
            }
            (Some(key), _) => key.clone(),
        };
        let token = match Token::parse(&text) {
            Ok(token) => token,
            Err(why) => return self.say("token", Verdict::Wrong, why.to_string()),
        };
        let kind = token.kind().label();
        let Some(studio) = self.studio.clone() else {
            return self.say(
                "token",
                Verdict::Wrong,
                format!("It looks like a {kind}, and there is no Label Studio to try it at."),
            );
        };
        let mut client = match Client::new(&studio, token, PATIENCE) {
            Ok(client) => client,
            Err(why) => return self.say("token", Verdict::Wrong, why),
        };
        match client.whoami().await {
            Ok(()) => {
                self.say("token", Verdict::Ok, format!("Label Studio takes it: a {kind}"));
                self.client = Some(client);
            }
            Err(why) => self.say("token", Verdict::Wrong, why),
        }
    }

    pub(super) async fn project(&mut self) {
        let Some(mut client) = self.client.take() else {
            return self.say(
                "project",
                Verdict::Missing,
                "It cannot be tried without Label Studio and its token.",
            );
        };
        let Some(id) = self.get("LABEL_STUDIO_PROJECT_ID") else {
            let base = client.base().to_owned();
            let page = client.call(api::projects(&base, 1)).await.ok();
            let page = page.and_then(|response| api::read::<api::ProjectPage>(&response));
            let all = page.map(|page| page.results).unwrap_or_default();
            let names: Vec<String> =
                all.iter().take(5).map(|project| format!("{} ({})", project.id, project.title)).collect();
            let said = match all.first() {
                None => "LABEL_STUDIO_PROJECT_ID is not set, and the token sees no project. Make one: the page's Labeling step does it.".to_owned(),
                Some(_) => format!("LABEL_STUDIO_PROJECT_ID is not set. The token sees: {}", names.join(", ")),
            };
            return match all.first() {
                Some(first) => self.say_change(
                    "project",
                    Verdict::Missing,
                    said,
                    "LABEL_STUDIO_PROJECT_ID",
                    first.id.to_string(),
                ),
                None => self.say("project", Verdict::Missing, said),
            };
        };
        let Ok(number) = id.trim().parse::<u64>() else {
            return self.say(
                "project",
                Verdict::Wrong,
                format!("LABEL_STUDIO_PROJECT_ID is {id:?}; it is a number, as in the project's address."),
            );
        };
        match client.open(number).await {
            Err(why) => self.say("project", Verdict::Wrong, why),
            Ok(project) => {
                match usable(&project.label_config, "its labeling configuration") {
                    Ok(_) => self.say(
                        "project",
                        Verdict::Ok,
                        format!("{number} is {:?}, {} tasks", project.title, project.tasks),
                    ),
                    Err(why) => {
                        self.say("project", Verdict::Wrong, format!("{:?} opens, but {why}", project.title));
                    }
                }
                self.project = Some(project);
            }
        }
    }

    pub(super) fn mapping(&mut self) {
        let Some(path) = self.mapping else { return };
        let preset = match named(path) {
            Ok(named) => named.preset,
            Err(why) => return self.say("mapping", Verdict::Wrong, why),
        };
        let Some(project) = &self.project else {
            return self.say("mapping", Verdict::Ok, "It is read; it cannot be held against a project.");
        };
        let document = Document::parse(&project.label_config);
        let mut faults = Vec::new();
        if !preset.config.is_empty() {
            faults = changes::changes(&Document::parse(&preset.config), &document);
        }
        for variable in variables(&document).iter().filter(|variable| variable.required) {
            if preset.mapping.get(&Target::data(variable.field())).is_none() {
                faults.push(format!("Nothing fills ${}, which the project asks for.", variable.field()));
            }
        }
        faults.dedup();
        if faults.is_empty() {
            self.say("mapping", Verdict::Ok, "It fills everything that the project asks for.");
        } else {
            self.say("mapping", Verdict::Wrong, faults.join(" "));
        }
    }

    pub(super) async fn cors(&mut self) {
        if let Some(value) = self.get("CORS_ORIGINS").filter(|value| value.trim_start().starts_with('[')) {
            let list: Vec<String> = serde_json::from_str(&value).unwrap_or_default();
            let plain = if list.is_empty() { "*".to_owned() } else { list.join(",") };
            let said = "CORS_ORIGINS is written as JSON; the server splits it at commas, and then no page is let in.";
            self.say_change("cors", Verdict::Wrong, said, "CORS_ORIGINS", plain);
        }
        let Some(studio) = self.studio.clone() else { return };
        let open = match http(&studio) {
            Ok(http) => {
                let asked = http
                    .request(reqwest::Method::OPTIONS, format!("{studio}/api/projects/"))
                    .header("origin", CURATION)
                    .header("access-control-request-method", "GET")
                    .header("access-control-request-headers", "authorization")
                    .timeout(PATIENCE);
                asked
                    .send()
                    .await
                    .is_ok_and(|answer| answer.headers().contains_key("access-control-allow-origin"))
            }
            Err(_) => false,
        };
        if open {
            self.say("cors", Verdict::Ok, "Label Studio lets the page in: it is spoken to directly");
        } else {
            let said = "Label Studio lets no other page in. In the page, give the address http://HOST:8001/label-studio instead: the companion passes it on.";
            self.say("cors", Verdict::Ok, said);
        }
    }
}

/// The version of the Label Studio at an address.
async fn studio(address: &str) -> Result<String, String> {
    let asked = perform(&http(address)?, api::version(address), PATIENCE).await;
    let response = asked.map_err(|none| none.to_string())?;
    let version = api::read_version(&response)
        .ok_or_else(|| format!("{address} answers, but not as a Label Studio does"))?;
    Ok(version.release)
}
