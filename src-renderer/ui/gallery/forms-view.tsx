import { useRef, useState } from "react";
import { Button } from "../actions/button.tsx";
import { Checkbox } from "../fields/checkbox.tsx";
import { Combobox } from "../fields/combobox.tsx";
import { Field } from "../fields/field.tsx";
import { Form, FormActions, FormRow, FormSection } from "../fields/form.tsx";
import { Input } from "../fields/input.tsx";
import { PasswordInput } from "../fields/password-input.tsx";
import { RadioCards } from "../fields/radio-cards.tsx";
import { Select } from "../fields/select.tsx";
import { Switch } from "../fields/switch.tsx";
import { Textarea } from "../fields/textarea.tsx";
import type { JsonValue } from "../json/json.ts";
import { Page } from "../layout/page.tsx";
import { Panel } from "../layout/panel.tsx";
import { SchemaForm } from "../schema-form/schema-form.tsx";
import type { JsonSchema } from "../schema-form/schema.ts";

export function FormsView() {
  return (
    <Page title="Credentials" layout="read">
      <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-2">
        <Panel title="New connector">
          <ConnectorForm />
        </Panel>
        <div className="flex flex-col gap-4">
          <Panel title="Arguments by the tool's schema">
            <SchemaSample />
          </Panel>
          <Panel title="Arguments a form cannot show">
            <RawSample />
          </Panel>
        </div>
      </div>
    </Page>
  );
}

type Kind = "stdio" | "http" | "rest";

function ConnectorForm() {
  const [name, setName] = useState("GitHub");
  const [url, setUrl] = useState("http://10.0.0.7/mcp");
  const [kind, setKind] = useState<Kind>("http");
  const [team, setTeam] = useState<string | null>("eng");
  const [auth, setAuth] = useState<"none" | "bearer" | "oauth">("bearer");
  const [isOn, setOn] = useState(true);
  const [isPinned, setPinned] = useState(false);
  const [note, setNote] = useState("");
  const secret = useRef<HTMLInputElement>(null);
  return (
    <Form label="New connector" onSubmit={() => {}}>
      <Field label="Kind" isComposite>
        <RadioCards<Kind>
          columns={3}
          value={kind}
          onChange={setKind}
          choices={[
            { value: "http", label: "MCP over HTTP", description: "A server with an address." },
            { value: "stdio", label: "MCP over stdio", description: "A program started here." },
            { value: "rest", label: "REST", description: "Endpoints, from OpenAPI or by hand." },
          ]}
        />
      </Field>
      <FormRow>
        <Field label="Name" hint="Tools appear to agents as github__…">
          <Input value={name} onChange={setName} />
        </Field>
        <Field label="Team" isOptional>
          <Combobox
            value={team}
            onChange={setTeam}
            placeholder="Everyone"
            choices={[
              { value: "eng", label: "Engineering" },
              { value: "ops", label: "Operations" },
              { value: "sup", label: "Support" },
            ]}
          />
        </Field>
      </FormRow>
      <Field label="Address" error="This address is private. An admin can allow the host by name.">
        <Input value={url} onChange={setUrl} isMono />
      </Field>
      <FormSection
        title="Credential"
        description="Sealed in the vault as soon as you save. Nobody can read it again, here or anywhere."
      >
        <FormRow>
          <Field label="Type" isComposite>
            <Select
              value={auth}
              onChange={setAuth}
              choices={[
                { value: "none", label: "None" },
                { value: "bearer", label: "Bearer or API key" },
                {
                  value: "oauth",
                  label: "OAuth, each user their own",
                  description: "Calls act as the person who asks.",
                },
              ]}
            />
          </Field>
          <Field label="Token">
            <PasswordInput ref={secret} defaultValue="ghp_example" />
          </Field>
        </FormRow>
      </FormSection>
      <Field label="Note for operators" isOptional>
        <Textarea value={note} onChange={setNote} placeholder="What this is for" />
      </Field>
      <Switch
        checked={isOn}
        onChange={setOn}
        label="Offer its tools to agents"
        description="Each tool can still be switched off by itself."
      />
      <Checkbox checked={isPinned} onChange={setPinned} label="Stop when the server's version changes" />
      <FormActions>
        <Button variant="primary" type="submit">
          Save connector
        </Button>
        <Button>Test</Button>
        <Button variant="ghost">Cancel</Button>
      </FormActions>
    </Form>
  );
}

const SCHEMA: JsonSchema = {
  type: "object",
  required: ["repo", "title", "notify"],
  properties: {
    repo: { type: "string", description: "Owner and name, such as acme/site.", pattern: "^[^/]+/[^/]+$" },
    title: { type: "string", maxLength: 20 },
    state: { enum: ["open", "closed"] },
    draft: { type: "boolean" },
    priority: { type: "integer", minimum: 1, maximum: 5 },
    notify: { type: "array", items: { type: "string" }, description: "Addresses." },
    assignee: {
      oneOf: [
        { type: "object", required: ["login"], properties: { login: { type: "string" } } },
        {
          type: "object",
          required: ["team", "rotation"],
          properties: { team: { type: "string" }, rotation: { type: "integer" } },
        },
      ],
    },
  },
};

const VALUE: JsonValue = {
  repo: "acme/site",
  title: "Opening hours\u200B are wrong",
  priority: 9,
  notify: ["dana@acme.example"],
  assignee: { team: "web", rotation: 2 },
};

function SchemaSample() {
  const [value, setValue] = useState(VALUE);
  const [isValid, setValid] = useState(false);
  return (
    <div className="flex flex-col gap-3">
      <SchemaForm
        label="Arguments"
        schema={SCHEMA}
        value={value}
        onChange={(next, fits) => {
          setValue(next);
          setValid(fits);
        }}
      />
      <output className="block font-mono text-xs wrap-anywhere text-ink-soft" aria-label="Value">
        {String(isValid)} {JSON.stringify(value)}
      </output>
    </div>
  );
}

function RawSample() {
  const [value, setValue] = useState<JsonValue>({ filter: { "user.name": "dana\u202E" }, depth: 2 });
  return (
    <SchemaForm
      label="Arguments as JSON"
      schema={{
        type: "object",
        properties: { filter: { type: "object", patternProperties: { "^x": {} } }, depth: { type: "integer" } },
      }}
      value={value}
      onChange={setValue}
    />
  );
}
