//! labeling
