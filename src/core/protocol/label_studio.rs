//! label_studio
