import { rule, type TokenRule } from "./rule.ts";
import { isRandom } from "./shape.ts";

const UUID = "[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}";

/** Watching, measuring, and our own keys. */
export const OPERATIONS: readonly TokenRule[] = [
  rule("gatehouse-key", ["tools."], /tools\.[A-Za-z0-9_-]{8,64}\.[A-Za-z0-9_-]{32,128}/),
  rule("age-secret-key", ["age-secret-key-"], /AGE-SECRET-KEY-(?:PQ-)?1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{40,2000}/i),
  rule("age-plugin-key", ["age-plugin-"], /AGE-PLUGIN-[A-Z0-9-]{1,40}-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{20,400}/i),
  rule(
    "datadog-key",
    ["datadog", "dd_", "dd-"],
    /(?:datadog|dd)[\w .-]{0,25}["' ]{0,3}[:=]["' ]{0,4}(?<secret>[a-f0-9]{40}|[a-f0-9]{32})(?![a-f0-9])/i,
    { alone: true },
  ),
  rule("datadog-token", ["ddapi_", "ddapp_"], /dda(?:pi|pp)_[A-Za-z0-9]{30,60}/),
  rule(
    "newrelic-key",
    ["nrak-", "nrii-", "nrjs-", "nrra-", "nral", "nriq-", "nrsp-"],
    /(?:NR(?:AK|II|JS|RA|IQ|SP)-[A-Za-z0-9_-]{19,42}|[a-f0-9]{36}NRAL)/,
    { lead: 36, alone: true },
  ),
  rule(
    "grafana-token",
    ["glsa_", "glc_ey"],
    /(?:glsa_[A-Za-z0-9]{32}_[a-f0-9]{8}|glc_ey[A-Za-z0-9+/_-]{30,400}={0,3})/i,
  ),
  rule("grafana-legacy-key", ["eyjrijoi"], /eyJrIjoi[A-Za-z0-9+/_-]{60,400}={0,3}/),
  rule("sentry-token", ["sntrys_", "sntryu_", "sntryi_", "sntrya_"], /sntry[suia]_[A-Za-z0-9+/=_-]{40,400}/),
  rule(
    "sentry-dsn",
    ["ingest.sentry.io", ".sentry.io/", "@sentry."],
    /https:\/\/(?<secret>[a-f0-9]{32}(?::[a-f0-9]{32})?)@[\w.-]{1,80}/,
    { lead: 140, alone: true },
  ),
  rule("honeycomb-key", ["hcaik_", "hcbik_", "hcamk_", "hcxik_", "hcalk_"], /hc[a-z]{1,2}[il m]k_[A-Za-z0-9]{26,80}/),
  rule(
    "dynatrace-token",
    ["dt0c01.", "dt0s01.", "dt0s02.", "dt0s08.", "dt0s16."],
    /dt0[a-z][0-9]{2}\.[A-Z0-9]{8,24}\.[A-Z0-9]{64}/,
  ),
  rule("posthog-key", ["phx_", "phs_"], /ph[xs]_[A-Za-z0-9]{40,50}/, { alone: true }),
  rule("launchdarkly-key", ["sdk-", "mob-", "api-"], new RegExp(`(?:sdk|api|mob)-${UUID}`), { alone: true }),
  rule("axiom-token", ["xaat-", "xapt-"], new RegExp(`xa(?:at|pt)-${UUID}`)),
  rule("elastic-key", ["essu_"], /essu_[A-Za-z0-9+/]{30,140}={0,2}/),
  rule("splunk-token", ["splunk"], new RegExp(`splunk[\\w .:-]{0,25}["' ]{0,3}[:= ]["' ]{0,3}(?<secret>${UUID})`, "i")),
  rule(
    "sumologic-key",
    ["sumo"],
    /sumo[\w .-]{0,25}["' ]{0,3}[:=]["' ]{0,3}(?<secret>su[A-Za-z0-9]{12}|[A-Za-z0-9]{64})(?![A-Za-z0-9])/i,
    { accept: isRandom },
  ),
  rule(
    "pagerduty-key",
    ["pagerduty", "pd_"],
    /(?:pagerduty|pd_)[\w .-]{0,25}["' ]{0,3}[:=]["' ]{0,3}(?<secret>u\+[A-Za-z0-9_+-]{18}|[A-Za-z0-9_+-]{20}|[a-f0-9]{32})(?![A-Za-z0-9])/i,
    { accept: isRandom },
  ),
  rule("opsgenie-key", ["genie"], new RegExp(`genie[\\w .-]{0,25}["' ]{0,3}[:= ]["' ]{0,3}(?<secret>${UUID})`, "i")),
  rule(
    "algolia-key",
    ["algolia"],
    /algolia[\w .-]{0,25}["' ]{0,3}(?:=>|[:=,])["' ]{0,4}(?<secret>[a-f0-9]{32})(?![a-f0-9])/i,
  ),
  rule("cloudinary-url", ["cloudinary://"], /cloudinary:\/\/[0-9]{10,20}:(?<secret>[A-Za-z0-9_-]{20,40})@/),
  rule("pubnub-key", ["sec-c-"], /sec-c-[A-Za-z0-9]{40,80}/),
  rule("apollo-key", ["service:"], /service:[\w-]{1,60}:(?<secret>[A-Za-z0-9_-]{22})(?![\w-])/, {
    alone: true,
    accept: isRandom,
  }),
  rule(
    "rapidapi-key",
    ["rapidapi"],
    /rapidapi[\w .-]{0,20}["' ]{0,3}[:=]["' ]{0,3}(?<secret>[a-z0-9]{10}msh[a-z0-9]{15}p1[a-z0-9]{12}jsn[a-z0-9]{12})/i,
  ),
  rule("rapidapi-key", ["jsn"], /[a-z0-9]{10}msh[a-z0-9]{15,16}p1[a-z0-9]{5,12}jsn[a-z0-9]{10,14}/, {
    lead: 42,
    alone: true,
  }),
  rule("defined-networking-key", ["dnkey-"], /dnkey-[a-z0-9=_-]{26}-[a-z0-9=_-]{52}/i),
  rule(
    "truenas-key",
    ["truenas"],
    /truenas[\w .-]{0,20}["' ]{0,3}[:=]["' ]{0,3}(?<secret>[0-9]{1,4}-[A-Za-z0-9]{64})(?![A-Za-z0-9])/i,
  ),
  rule("dependency-track-key", ["odt_"], /odt_(?:[A-Za-z0-9]{8}_)?[A-Za-z0-9]{32}/, { alone: true }),
  rule(
    "signed-url-signature",
    ["x-amz-signature", "x-goog-signature"],
    /X-(?:Amz|Goog)-Signature(?:=|%3D|["']?: ?["']?)(?<secret>[a-f0-9]{64,512})/i,
  ),
  rule("signed-url-signature", ["aws4-hmac-sha256"], /AWS4-HMAC-SHA256[^\n]{0,300}?Signature=(?<secret>[a-f0-9]{64})/i),
  rule("docker-swarm-token", ["swmtkn-", "swmkey-"], /SWM(?:TKN|KEY)-1-[A-Za-z0-9+/=-]{40,100}/),
  rule(
    "private-package-token",
    ["_authtoken", "_auth"],
    /_auth(?:Token)?["']?\s{0,2}[:=]\s{0,2}["']?(?<secret>[A-Za-z0-9+/=_-]{16,400})/,
    { accept: isRandom },
  ),
];
