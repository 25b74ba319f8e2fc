import {
  completable,
  inputRequired,
  acceptedContent,
  ResourceTemplate,
  type GetPromptResult,
  type McpServer,
} from "@modelcontextprotocol/server";
import { z } from "zod";
import { PNG } from "./fixture-media.ts";

type PromptContent = GetPromptResult["messages"][number]["content"];

const says = (...contents: PromptContent[]): GetPromptResult => ({
  messages: contents.map((content) => ({ role: "user", content })),
});

/** Registers prompts and resources. */
export function registerOffers(server: McpServer): void {
  registerPrompts(server);
  registerResources(server);
}

function registerPrompts(server: McpServer): void {
  server.registerPrompt("test_simple_prompt", { description: "A prompt without arguments." }, () =>
    says({ type: "text", text: "This is a simple prompt for testing." }),
  );
  const suggest = (value: string): string[] => ["paris", "park", "party"].filter((word) => word.startsWith(value));
  const both = z.object({
    arg1: completable(z.string().describe("First test argument"), suggest),
    arg2: completable(z.string().describe("Second test argument"), suggest),
  });
  server.registerPrompt(
    "test_prompt_with_arguments",
    { description: "A prompt with two arguments.", argsSchema: both },
    ({ arg1, arg2 }) => says({ type: "text", text: `Prompt with arguments: arg1='${arg1}', arg2='${arg2}'` }),
  );
  server.registerPrompt(
    "test_prompt_with_embedded_resource",
    { description: "A prompt that embeds a resource.", argsSchema: z.object({ resourceUri: z.string() }) },
    ({ resourceUri: uri }) =>
      says(
        { type: "resource", resource: { uri, mimeType: "text/plain", text: "Embedded resource content for testing." } },
        { type: "text", text: "Please process the embedded resource above." },
      ),
  );
  server.registerPrompt("test_prompt_with_image", { description: "A prompt with an image." }, () =>
    says(
      { type: "image", data: PNG, mimeType: "image/png" },
      { type: "text", text: "Please analyze the image above." },
    ),
  );
  const context = z.object({ context: z.string() });
  server.registerPrompt(
    "test_input_required_result_prompt",
    { description: "A prompt that asks first." },
    ({ mcpReq }) => {
      const given = acceptedContent(mcpReq.inputResponses, "user_context", context);
      if (given) return says({ type: "text", text: `Context: ${given.context}` });
      const message = "What context should the prompt use?";
      return inputRequired({
        inputRequests: { user_context: inputRequired.elicit({ message, requestedSchema: context }) },
      });
    },
  );
}

function registerResources(server: McpServer): void {
  const offer = (name: string, uri: string, mimeType: string, body: { text: string } | { blob: string }): void =>
    void server.registerResource(name, uri, { description: `The resource ${uri}.`, mimeType }, () => ({
      contents: [{ uri, mimeType, ...body }],
    }));

  offer("static-text", "test://static-text", "text/plain", {
    text: "This is the content of the static text resource.",
  });
  offer("static-binary", "test://static-binary", "image/png", { blob: PNG });
  offer("watched-resource", "test://watched-resource", "text/plain", { text: "Watched resource content." });
  server.registerResource(
    "template-data",
    new ResourceTemplate("test://template/{id}/data", { list: undefined }),
    { description: "Data of an id.", mimeType: "application/json" },
    (uri, { id }) => {
      const data = { id, templateTest: true, data: `Data for ID: ${String(id)}` };
      return { contents: [{ uri: uri.href, mimeType: "application/json", text: JSON.stringify(data) }] };
    },
  );
}
