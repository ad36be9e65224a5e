//! batch_api
