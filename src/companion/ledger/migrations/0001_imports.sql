-- One line for every completed batch: where it came from, where it goes, and how far it is. Times are Unix seconds.
CREATE TABLE imports (
    source      TEXT   NOT NULL,
    batch_id    TEXT   NOT NULL,
    name        TEXT   NOT NULL,
    results     BIGINT NOT NULL,
    state       TEXT   NOT NULL,
    reason      TEXT   NOT NULL DEFAULT '',
    project     BIGINT,
    mapping     TEXT   NOT NULL DEFAULT '',
    doing       TEXT   NOT NULL DEFAULT '',
    done        BIGINT NOT NULL DEFAULT 0,
    total       BIGINT NOT NULL DEFAULT 0,
    attempts    BIGINT NOT NULL DEFAULT 0,
    found_at    BIGINT NOT NULL,
    changed_at  BIGINT NOT NULL,
    next_at     BIGINT NOT NULL,
    owner       TEXT   NOT NULL DEFAULT '',
    lease_until BIGINT NOT NULL DEFAULT 0,
    receipt     TEXT   NOT NULL DEFAULT '',
    PRIMARY KEY (source, batch_id)
);

CREATE INDEX imports_due ON imports (state, next_at);

-- Receipts, so that every instance can show them: as `push` writes them, JSON Lines.
CREATE TABLE receipts (
    name       TEXT   NOT NULL PRIMARY KEY,
    batch_id   TEXT   NOT NULL,
    project    BIGINT NOT NULL,
    made_at    BIGINT NOT NULL,
    text       TEXT   NOT NULL
);

-- When each batch API was first looked through to its end: what is found after that is new.
CREATE TABLE sources (
    source TEXT   NOT NULL PRIMARY KEY,
    since  BIGINT NOT NULL
);
