import type { ProviderPreset } from "../../../src-contract/oauth.ts";
import { hostedServer, least, more } from "./parts.ts";

/** Supabase's hosted MCP server. @see https://supabase.com/docs/guides/getting-started/mcp */
export const supabaseMcp: ProviderPreset = hostedServer({
  key: "supabase-mcp",
  name: "Supabase MCP",
  purpose: "Supabase's own MCP server: projects, databases, functions, logs",
  resource: "https://mcp.supabase.com/mcp",
  accountPage: "https://supabase.com/dashboard/org/_/apps",
  scopes: [
    least("organizations:read", "read", "Read your organizations"),
    least("projects:read", "read", "Read your projects"),
    least("database:read", "read", "Read the schema and the rows of databases"),
    more("analytics:read", "read", "Read logs"),
    more("edge_functions:read", "read", "Read functions"),
    more("environment:read", "read", "Read branches"),
    more("storage:read", "read", "Read what is stored"),
    more("secrets:read", "admin", "Read the keys of projects"),
    more("projects:write", "admin", "Create, pause and change projects"),
    more("database:write", "admin", "Run any SQL and migrations"),
    more("edge_functions:write", "write", "Deploy functions"),
    more("environment:write", "write", "Create, merge and delete branches"),
  ],
  notes: [
    "Supabase takes its own scopes only; openid, email and profile are refused.",
    "A connector with the address https://mcp.supabase.com/mcp?project_ref=<project>&read_only=true sees one project and cannot write.",
    "A registration that Supabase has forgotten ends in an error page in the browser: forget the registrations of this provider and connect again.",
  ],
});
