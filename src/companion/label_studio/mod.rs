//! Label Studio: where it is, who asks, and the way to its API.

pub(super) mod client;

use super::environment;
use crate::core::protocol::address;
use crate::core::protocol::token::Token;
use clap::Args;
use client::Client;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Where Label Studio is, and who asks.
#[derive(Args)]
#[allow(clippy::struct_field_names, reason = "the option's own name")]
pub(in crate::companion) struct LabelStudio {
    /// Label Studio's address, or that of one of its projects
    #[arg(long, value_name = "URL", env = "LABEL_STUDIO_URL", hide_env_values = true)]
    pub(super) label_studio: String,

    /// Read the token from this file instead of the environment
    #[arg(long, value_name = "FILE")]
    pub(super) token_file: Option<PathBuf>,

    /// Give up on a request after so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 120, value_parser = clap::value_parser!(u32).range(1..=3600))]
    pub(super) timeout: u32,
}

impl LabelStudio {
    /// The client, and the project that the address names, if it names one.
    pub(super) fn client(&self) -> Result<(Client, Option<u64>), String> {
        let address =
            address::parse(&self.label_studio).map_err(|error| format!("--label-studio: {error}"))?;
        let token = token(self.token_file.as_deref())?;
        let client = Client::new(&address.base, token, Duration::from_secs(self.timeout.into()))?;
        Ok((client, address.project))
    }
}

/// The token, read anew: from the file, or the environment.
pub(super) fn token(file: Option<&Path>) -> Result<Token, String> {
    let text = match file {
        Some(path) => std::fs::read_to_string(path)
            .map_err(|error| format!("{} cannot be read: {error}.", path.display()))?,
        None => environment::token().ok_or(
            "There is no token. Put it into the environment variable LABEL_STUDIO_API_KEY, or give \
             --token-file. In Label Studio: Account & Settings, Personal Access Token.",
        )?,
    };
    Token::parse(&text).map_err(|error| error.to_string())
}
