/** The databases' schemas, one script a version. A script that has shipped is never edited; a change is the next script. */

export const STUDIO_SCHEMA: readonly string[] = [
  `
  create table org (id text primary key, name text not null, created_at integer not null) strict;
  create table device (name text primary key, value text not null) strict;
  `,
];

export const ORG_SCHEMA: readonly string[] = [
  `
  create table org (id text primary key, name text not null, created_at integer not null) strict;
  create table member (
    id text primary key,
    name text not null unique collate nocase,
    role text not null check (role in ('admin', 'operator', 'member')),
    state text not null check (state in ('invited', 'active', 'removed')),
    created_at integer not null,
    last_signed_in_at integer
  ) strict;
  create table team (id text primary key, name text not null unique collate nocase, created_at integer not null) strict;
  create table team_member (
    team_id text not null references team (id) on delete cascade,
    member_id text not null references member (id),
    primary key (team_id, member_id)
  ) strict, without rowid;
  create table invitation (
    id text primary key,
    name text not null unique collate nocase,
    role text not null check (role in ('admin', 'operator', 'member')),
    teams text not null,
    created_by text not null references member (id),
    created_at integer not null,
    expires_at integer not null
  ) strict;
  create table vault_record (kind text not null, id text not null, body text not null, primary key (kind, id)) strict, without rowid;
  create table secret (
    id text primary key,
    scope text not null check (scope in ('org', 'team', 'user')),
    scope_id text not null,
    owner_kind text not null,
    owner_id text not null,
    field text not null,
    schema integer not null,
    rev integer not null,
    key_version integer not null,
    envelope blob not null,
    created_at integer not null,
    set_at integer not null,
    unique (owner_kind, owner_id, scope, scope_id, field)
  ) strict;
  create table credential (
    id text primary key,
    name text not null unique collate nocase,
    scope text not null check (scope in ('org_secret', 'team_secret', 'user_secret')),
    auth_type text not null check (auth_type in ('token', 'basic', 'header')),
    remind_after_days integer,
    created_at integer not null,
    last_used_at integer
  ) strict;
  create table provider (
    id text primary key,
    name text not null unique collate nocase,
    config text not null,
    revision integer not null,
    registrations text not null,
    created_at integer not null,
    created_by text not null
  ) strict;
  create table account (
    id text primary key,
    provider_id text not null references provider (id) on delete cascade,
    member_id text references member (id),
    account_name text,
    issuer text not null,
    resource text,
    scopes text not null,
    missing_scopes text not null,
    token_type text not null check (token_type in ('bearer', 'dpop')),
    expires_at integer,
    is_refreshable integer not null check (is_refreshable in (0, 1)),
    generation integer not null,
    connected_at integer not null,
    refreshed_at integer,
    last_used_at integer,
    state text not null
  ) strict;
  create unique index account_by_owner on account (provider_id, coalesce(member_id, ''));
  create table late_answer (
    account_id text primary key references account (id) on delete cascade,
    box blob not null,
    sealed_at integer not null
  ) strict;
  create table oauth_lease (name text primary key, holder text not null, until integer not null) strict, without rowid;
  create table connector (
    id text primary key,
    name text not null,
    slug text not null unique,
    config text not null,
    revision integer not null,
    approval text not null,
    server_name text,
    server_version text,
    instructions text,
    created_at integer not null,
    created_by text not null
  ) strict;
  create table tool (
    id text primary key,
    connector_id text not null references connector (id) on delete cascade,
    operation text not null check (operation in ('tools/call', 'resources/read', 'prompts/get', 'completion/complete')),
    name text not null,
    exposed_name text not null unique,
    definition text not null,
    definition_digest text not null,
    is_enabled integer not null check (is_enabled in (0, 1)),
    is_offered integer not null check (is_offered in (0, 1)),
    position integer not null,
    first_seen_at integer not null,
    unique (connector_id, operation, name)
  ) strict;
  create table classification (
    tool_id text primary key references tool (id) on delete cascade,
    risk_class text not null check (risk_class in ('read-only', 'moderate', 'dangerous', 'unknown')),
    definition text not null,
    definition_digest text not null,
    server text not null,
    server_identity text not null,
    reads_outside integer not null check (reads_outside in (0, 1)),
    sends_out integer not null check (sends_out in (0, 1)),
    set_by text not null,
    set_at integer not null
  ) strict;
  create table policy (
    id text primary key,
    name text not null unique collate nocase,
    trust_level text not null check (trust_level in ('manual', 'supervised')),
    name_form text not null check (name_form in ('namespaced', 'plain')),
    created_at integer not null
  ) strict;
  create table policy_grant (
    policy_id text not null references policy (id) on delete cascade,
    connector_id text not null references connector (id) on delete cascade,
    tools text not null,
    primary key (policy_id, connector_id)
  ) strict, without rowid;
  create table connector_key (
    id text primary key,
    name text not null,
    policy_id text not null references policy (id),
    member_id text references member (id),
    created_by text not null,
    secret_hash blob not null,
    state text not null check (state in ('active', 'revoked')),
    created_at integer not null,
    regenerated_at integer,
    last_used_at integer
  ) strict;
  create table agent_session (
    id text primary key,
    key_id text not null references connector_key (id),
    client_name text not null,
    client_version text not null,
    protocol_version text not null,
    trust_level text not null check (trust_level in ('manual', 'supervised')),
    state text not null check (state in ('active', 'paused', 'ended')),
    paused_reason text,
    taint text,
    started_at integer not null,
    last_seen_at integer not null
  ) strict;
  create index agent_session_by_key on agent_session (key_id, last_seen_at);
  create index agent_session_live on agent_session (id) where state <> 'ended';
  create index agent_session_tainted on agent_session (key_id) where taint is not null;
  create table standing_approval (
    id text primary key,
    kind text not null check (kind in ('standing', 'scope')),
    subject text not null,
    shapes text not null,
    is_named_by_admin integer not null check (is_named_by_admin in (0, 1)),
    created_by text not null references member (id),
    created_at integer not null,
    expires_at integer,
    max_uses integer,
    from_call_id text,
    uses integer not null,
    last_used_at integer,
    ended_at integer,
    ended_why text check (ended_why in ('person', 'time', 'count', 'session')),
    check (expires_at is not null or max_uses is not null)
  ) strict;
  create table call (
    id text primary key,
    session_id text,
    key_id text,
    member_id text,
    connector_id text not null,
    tool_id text not null,
    connector_name text not null,
    tool_name text not null,
    exposed_name text not null,
    asker_name text not null,
    state text not null,
    risk_class text not null,
    verdict text not null,
    digest text not null,
    executed_digest text,
    definition_digest text not null,
    shown text not null,
    decision text,
    decided_by text,
    failure text,
    redactions text not null,
    redaction_count integer not null,
    proposed blob,
    executed blob,
    result blob,
    result_bytes integer,
    held blob,
    notice blob,
    votes blob,
    review text,
    received_at integer not null,
    expires_at integer not null,
    sent_at integer,
    answered_at integer,
    ended_at integer
  ) strict;
  create index call_open on call (id) where ended_at is null;
  create index call_by_tool on call (tool_id, id);
  create index call_by_session on call (session_id, id);
  create table audit (
    seq integer primary key,
    at integer not null,
    actor text not null,
    action text not null,
    subject text not null,
    salt blob,
    body blob,
    body_hash blob not null,
    prev blob not null,
    hash blob not null
  ) strict;
  create index audit_by_subject on audit (subject, seq);
  create index audit_heads on audit (seq, at, actor, action, subject);
  create index audit_erased on audit (seq) where body is null;
  create trigger audit_no_update before update on audit
    when new.body is not null or new.salt is not null or new.seq is not old.seq or new.at is not old.at
      or new.actor is not old.actor or new.action is not old.action or new.subject is not old.subject
      or new.body_hash is not old.body_hash or new.prev is not old.prev or new.hash is not old.hash
    begin select raise(abort, 'the audit log is append-only'); end;
  create trigger audit_no_delete before delete on audit begin select raise(abort, 'the audit log is append-only'); end;
  create table audit_key (number integer primary key, envelope blob not null) strict;
  create table audit_signer (id integer primary key check (id = 1), number integer not null, envelope blob not null) strict;
  create table audit_checkpoint (size integer primary key, note text not null) strict;
  create table setting (name text primary key, value text not null) strict;
  `,
];
