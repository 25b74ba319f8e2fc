import { rule, type TokenRule } from "./rule.ts";
import { hasDigit, isRandom } from "./shape.ts";

/** Model providers and what grew around them. */
export const AI: readonly TokenRule[] = [
  rule("anthropic-key", ["sk-ant-"], /sk-ant-[A-Za-z0-9_-]{20,200}/),
  rule(
    "openai-project-key",
    ["sk-proj-", "sk-svcacct-", "sk-admin-", "sk-service-"],
    /sk-(?:proj|svcacct|admin|service)-[A-Za-z0-9_-]{20,255}/,
  ),
  rule("openai-session", ["sess-"], /sess-[A-Za-z0-9]{40}(?![A-Za-z0-9])/, { alone: true }),
  rule("openrouter-key", ["sk-or-"], /sk-or-(?:v[0-9]-)?[a-f0-9]{40,80}/),
  rule("langfuse-key", ["sk-lf-"], /sk-lf-[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}/),
  // DeepSeek, Stability and others share the prefix of OpenAI's first keys.
  rule("openai-key", ["sk-"], /sk-[A-Za-z0-9]{20,64}(?![A-Za-z0-9])/, { alone: true, accept: hasDigit }),
  rule("huggingface-token", ["hf_", "api_org_"], /(?:hf_|api_org_)[A-Za-z0-9]{30,40}(?![A-Za-z0-9])/, { alone: true }),
  rule("replicate-token", ["r8_"], /r8_[A-Za-z0-9]{36,40}/, { alone: true }),
  rule("groq-key", ["gsk_"], /gsk_[A-Za-z0-9]{48,56}/, { alone: true }),
  rule("perplexity-key", ["pplx-"], /pplx-[A-Za-z0-9]{40,60}/),
  rule("xai-key", ["xai-"], /xai-[A-Za-z0-9]{70,90}/, { alone: true }),
  rule("fireworks-key", ["fw_"], /fw_[A-Za-z0-9]{20,32}(?![A-Za-z0-9])/, { alone: true, accept: isRandom }),
  rule("together-key", ["tgp_v1_"], /tgp_v1_[A-Za-z0-9_-]{40,60}/),
  rule("voyage-key", ["pa-"], /pa-[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])/, { alone: true, accept: isRandom }),
  rule("jina-key", ["jina_"], /jina_[A-Za-z0-9_-]{55,65}/),
  rule("langsmith-key", ["lsv2_"], /lsv2_(?:pt|sk)_[a-f0-9]{32}_[a-f0-9]{10}/),
  rule("pinecone-key", ["pcsk_"], /pcsk_[A-Za-z0-9]{4,8}_[A-Za-z0-9]{60,66}/),
  rule(
    "wandb-key",
    ["wandb_v1_", "wandb"],
    /(?:wandb_v1_[A-Za-z0-9_]{60,90}|wandb[\w .-]{0,20}["' ]{0,3}[:=]["' ]{0,3}(?<secret>[a-f0-9]{40}))/i,
  ),
  rule("elevenlabs-key", ["sk_"], /sk_[a-f0-9]{48}(?![A-Za-z0-9])/, { alone: true }),
  rule("nvidia-key", ["nvapi-"], /nvapi-[A-Za-z0-9_-]{60,72}/),
  rule("cerebras-key", ["csk-"], /csk-[a-z0-9]{44,52}/, { alone: true }),
  rule("tavily-key", ["tvly-"], /tvly-(?:dev-|prod-)?[A-Za-z0-9_-]{24,60}/),
  rule("firecrawl-key", ["fc-"], /fc-[a-f0-9]{32}(?![A-Za-z0-9])/, { alone: true }),
  rule("apify-token", ["apify_api_"], /apify_api_[A-Za-z0-9]{34,40}/),
  rule("e2b-key", ["e2b_"], /e2b_[a-f0-9]{40}/, { alone: true }),
  rule("cursor-key", ["crsr_"], /crsr_[a-f0-9]{60,68}/),
  rule("brave-search-key", ["bsa"], /BSA[A-Za-z0-9_-]{26,30}(?![A-Za-z0-9_-])/, { alone: true, accept: isRandom }),
  rule("browserbase-key", ["bb_live_"], /bb_live_[A-Za-z0-9_-]{24,40}/),
  rule("kagi-key", [".jnvi"], /[A-Za-z0-9_-]{12}\.[A-Za-z0-9_-]{43}\.[A-Za-z0-9_-]{43}/, { lead: 13 }),
  rule("comet-key", ["co-api-"], /co-api-[A-Za-z0-9]{30,50}/),
  rule(
    "assembly-key",
    ["assemblyai", "deepgram", "cohere", "mistral"],
    /(?:assemblyai|deepgram|cohere|mistral)[\w .-]{0,20}["' ]{0,3}[:=]["' ]{0,3}(?<secret>[A-Za-z0-9]{32,40})(?![A-Za-z0-9])/i,
    { accept: isRandom },
  ),
];
