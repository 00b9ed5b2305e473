CREATE TABLE IF NOT EXISTS party_rules (
    id   BIGINT NOT NULL PRIMARY KEY,
    body {{text}} NOT NULL
) {{table}};

CREATE TABLE IF NOT EXISTS party_branch (
    id        {{id}},
    code      VARCHAR(40) NOT NULL UNIQUE,
    parent_id BIGINT      NOT NULL,
    level     VARCHAR(20) NOT NULL,
    name      VARCHAR(60) NOT NULL,
    area_id   BIGINT      NOT NULL,
    org_id    BIGINT      NOT NULL
) {{table}};

-- A person is a member of one branch: the key refuses a second row.
CREATE TABLE IF NOT EXISTS party_member (
    person_id BIGINT        NOT NULL PRIMARY KEY,
    branch_id BIGINT        NOT NULL,
    kind      VARCHAR(16)   NOT NULL,
    duties    VARCHAR(160)  NOT NULL,
    words     VARCHAR(400)  NOT NULL,
    since     BIGINT        NOT NULL
) {{table}};
CREATE INDEX party_member_of_branch ON party_member (branch_id, person_id);

-- held is branch and person while the seat is open, NULL once it has ended.
CREATE TABLE IF NOT EXISTS party_seat (
    id        {{id}},
    branch_id BIGINT      NOT NULL,
    person_id BIGINT      NOT NULL,
    org_id    BIGINT      NOT NULL,
    source    VARCHAR(16) NOT NULL,
    full_time INT         NOT NULL,
    from_day  INT         NOT NULL,
    to_day    INT         NOT NULL,
    held      VARCHAR(48) UNIQUE
) {{table}};
CREATE INDEX party_seat_of_branch ON party_seat (branch_id, id);
