import { rule, type TokenRule } from "./rule.ts";
import { hasDigit, isRandom } from "./shape.ts";

const isNoExample = (secret: string): boolean => !secret.endsWith("EXAMPLE");

/** Clouds and hosting. */
export const CLOUD: readonly TokenRule[] = [
  rule("aws-access-key-id", ["akia", "asia", "abia", "acca"], /A(?:KIA|SIA|BIA|CCA)[A-Z2-7]{16}(?![A-Z0-9])/, {
    alone: true,
    accept: isNoExample,
  }),
  rule(
    "aws-secret-key",
    ["secret", "aws"],
    /(?:aws|secret)[\w .-]{0,30}["'`\\\]]{0,4}\s{0,4}(?:=>|:=|[:=,])\s{0,4}["'`\\]{0,4}(?<secret>[A-Za-z0-9+/]{40})(?![A-Za-z0-9+/=])/i,
    { accept: (secret) => isRandom(secret) && !/EXAMPLEKEY$/.test(secret) && !/^[a-f0-9]{40}$/.test(secret) },
  ),
  rule(
    "aws-session-token",
    ["iqojb3jpz2lux2vj", "fwogzxivyxdz", "agoJb3jpz2lux2vj"],
    /(?:IQoJb3JpZ2luX2Vj|FwoGZXIvYXdz|AgoJb3JpZ2luX2Vj)[A-Za-z0-9+/=%_-]{100,2000}/,
  ),
  rule(
    "aws-bedrock-key",
    ["absk", "bedrock-api-key-"],
    /(?:ABSK[A-Za-z0-9+/]{100,300}={0,2}|bedrock-api-key-[A-Za-z0-9+/_-]{30,400}={0,2})/,
  ),
  rule("aws-mws-token", ["amzn.mws."], /amzn\.mws\.[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}/),
  rule("google-api-key", ["aiza"], /AIza[A-Za-z0-9_-]{35,39}/),
  rule("google-access-token", ["ya29."], /ya29\.[A-Za-z0-9_-]{20,1000}/),
  rule("google-refresh-token", ["1//"], /1\/\/[01][A-Za-z0-9_-]{40,200}/, { alone: true, accept: isRandom }),
  rule("google-client-secret", ["gocspx-"], /GOCSPX-[A-Za-z0-9_-]{26,40}/),
  rule("google-hmac-key", ["goog1"], /GOOG1[A-Z0-9]{50,62}/, { alone: true }),
  rule("google-auth-key", ["aq.ab8"], /AQ\.Ab8[A-Za-z0-9_-]{30,120}/),
  rule("firebase-server-key", [":apa91b"], /AAAA[A-Za-z0-9_-]{7}:APA91b[A-Za-z0-9_-]{100,200}/, { lead: 12 }),
  rule("azure-client-secret", ["q~"], /[A-Za-z0-9_~.]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}(?![A-Za-z0-9_~])/, {
    lead: 5,
    alone: true,
  }),
  rule("azure-storage-key", ["+ast"], /[A-Za-z0-9+/]{76}\+ASt[A-Za-z0-9+/]{6}==/, { lead: 77, alone: true }),
  rule(
    "azure-service-key",
    ["+ash", "+asb", "+aeh", "aiot", "azfu", "azse", "azca", "+acr", "acdb", "+aba"],
    /(?:[A-Za-z0-9+/_-]{76}|[A-Za-z0-9+/_-]{38,44}|[A-Za-z0-9+/_-]{32,34})(?:\+(?:ASb|AEh|ACR|ABa)|AIoT|Az(?:Fu|Se|Ca)|ACDb)[A-Za-z0-9+/]{4,10}={0,2}/,
    { lead: 80, behind: /^[A-Za-z0-9+/]{4,10}={0,2}(?![A-Za-z0-9+/=])/, alone: true, accept: isRandom },
  ),
  rule("azure-ai-key", ["jqqj99"], /[A-Za-z0-9]{52}JQQJ99[A-Za-z0-9]{26}/, { lead: 52, alone: true }),
  rule("azure-account-key", ["accountkey="], /AccountKey=(?<secret>[A-Za-z0-9+/]{40,100}={0,2})/i),
  rule("azure-sas-signature", ["sig="], /sig=(?<secret>[A-Za-z0-9%+/_-]{40,120}(?:={1,2}|%3D)?)/i, {
    alone: true,
    accept: isRandom,
  }),
  rule("digitalocean-token", ["dop_v1_", "doo_v1_", "dor_v1_"], /do[opr]_v1_[a-f0-9]{64}/),
  rule("digitalocean-space-key", ["do00", "do80"], /DO[08]0[A-Z0-9]{16}(?![A-Z0-9])/, {
    alone: true,
    accept: hasDigit,
  }),
  rule("heroku-token", ["hrku-"], /HRKU-[A-Za-z0-9_-]{36,70}/),
  rule(
    "heroku-key",
    ["heroku"],
    /heroku[\w .-]{0,25}["' ]{0,3}(?:=>|[:=])["' ]{0,4}(?<secret>[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12})/i,
  ),
  rule("cloudflare-origin-key", ["v1.0-"], /v1\.0-[a-f0-9]{24}-[a-f0-9]{146}/),
  rule("cloudflare-token", ["cfut_", "cfat_", "cfk_", "cfp_"], /cf(?:ut|at|k|p)_[A-Za-z0-9_-]{36,80}/, {
    alone: true,
    accept: isRandom,
  }),
  rule("alibaba-access-key-id", ["ltai"], /LTAI[A-Za-z0-9]{12,24}(?![A-Za-z0-9])/, {
    alone: true,
    accept: (secret) => hasDigit(secret) || isRandom(secret.slice(4)),
  }),
  rule("tencent-secret-id", ["akid"], /AKID[A-Za-z0-9]{32}(?![A-Za-z0-9])/, { alone: true }),
  rule(
    "yandex-token",
    ["aqvn", "y0_", "t1."],
    /(?:AQVN[A-Za-z0-9_-]{35,38}|y0_[A-Za-z0-9_-]{50,90}|t1\.[A-Za-z0-9_-]{30,200}={0,2}\.[A-Za-z0-9_-]{86}={0,2})/,
    { alone: true, accept: isRandom },
  ),
  rule("scaleway-access-key", ["scw"], /SCW[A-Z0-9]{17}(?![A-Z0-9])/, { alone: true, accept: hasDigit }),
  rule(
    "fly-token",
    ["fo1_", "fm1a_", "fm1r_", "fm2_"],
    /(?:fo1_[\w-]{43}|fm1[ar]_[A-Za-z0-9+/]{40,400}={0,3}|fm2_[A-Za-z0-9+/]{40,1000}={0,3})/,
    { alone: true },
  ),
  rule("render-token", ["rnd_"], /rnd_[A-Za-z0-9]{26,40}/, { alone: true, accept: isRandom }),
  rule("supabase-token", ["sbp_", "sb_secret_"], /(?:sbp_(?:v0_)?[a-f0-9]{40}|sb_secret_[A-Za-z0-9_-]{20,60})/),
  rule("planetscale-token", ["pscale_"], /pscale_(?:tkn|pw|oauth|api)_[A-Za-z0-9_.=-]{30,70}/),
  rule("neon-token", ["napi_", "npg_"], /(?:napi_[a-z0-9]{60,70}|npg_[A-Za-z0-9]{10,40})/, { alone: true }),
  rule("aiven-password", ["avns_"], /AVNS_[A-Za-z0-9_-]{16,30}/),
  rule("mongodb-atlas-secret", ["mdb_sa_sk_"], /mdb_sa_sk_[A-Za-z0-9_-]{36,44}/),
  rule(
    "databricks-token",
    ["dapi", "dkea", "dose", "dsapi"],
    /(?:dapi|dkea|dose|dsapi)[a-f0-9]{32}(?:-[0-9]{1,2})?(?![a-f0-9])/,
    { alone: true },
  ),
  rule("confluent-secret", ["cflt"], /cflt[A-Za-z0-9+/]{56,64}/, { alone: true, accept: isRandom }),
  rule("openshift-token", ["sha256~"], /sha256~[A-Za-z0-9_-]{43}/),
  rule("terraform-token", [".atlasv1."], /[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_-]{60,70}/, { lead: 14, alone: true }),
  rule("pulumi-token", ["pul-"], /pul-[a-f0-9]{40}/, { alone: true }),
  rule("vault-token", ["hvs.", "hvb.", "hvr."], /hv[sbr]\.[A-Za-z0-9_-]{20,300}/, { alone: true, accept: hasDigit }),
  rule("vault-legacy-token", ["s.", "b."], /(?:s\.[A-Za-z0-9]{24}|b\.[A-Za-z0-9]{100,300})(?![A-Za-z0-9._(-])/, {
    alone: true,
    accept: isLegacyVault,
  }),
  rule(
    "doppler-token",
    ["dp.pt.", "dp.st.", "dp.sa.", "dp.ct.", "dp.scim.", "dp.audit.", "dp.said."],
    /dp\.[a-z]{2,6}\.(?:[a-z0-9_-]{2,35}\.)?[A-Za-z0-9]{40,44}/,
  ),
  rule("infisical-token", ["st."], /st\.[a-f0-9-]{24,36}\.[a-f0-9]{32,80}(?:\.[a-f0-9]{32,64})?/, { alone: true }),
  rule("onepassword-service-token", ["ops_eyj"], /ops_eyJ[A-Za-z0-9+/_-]{200,1200}={0,3}/),
  rule(
    "onepassword-secret-key",
    ["a3-"],
    /A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3}/,
    { alone: true, accept: hasDigit },
  ),
  rule("tailscale-key", ["tskey-"], /tskey-[a-z]{2,10}-[A-Za-z0-9]{8,24}(?:-[A-Za-z0-9]{16,48})?/),
  rule(
    "ngrok-key",
    ["cr_", "ak_", "ngrok"],
    /(?:ngrok[\w .-]{0,20}[ :=]{1,3}["']?(?<secret>[A-Za-z0-9]{24,28}_[A-Za-z0-9]{20,22}))/i,
    { accept: isRandom },
  ),
  rule(
    "kubernetes-bootstrap-token",
    ["token"],
    /token[\w-]{0,10}["']?[ :=]{1,3}["']?(?<secret>[a-z0-9]{6}\.[a-z0-9]{16})(?![\w.])/i,
    { accept: isRandom },
  ),
  rule("ibm-cloud-key", ["ibm"], /ibm[\w .-]{0,25}["' ]{0,3}[:=]["' ]{0,3}(?<secret>[A-Za-z0-9_-]{44})(?![\w-])/i, {
    accept: isRandom,
  }),
];

function isLegacyVault(secret: string): boolean {
  return hasDigit(secret) && /[a-z]/.test(secret) && /[A-Z]/.test(secret);
}
