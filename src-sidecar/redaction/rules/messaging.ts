import { rule, type TokenRule } from "./rule.ts";
import { hasDigit, isRandom } from "./shape.ts";

/** Chat, mail and telephony. */
export const MESSAGING: readonly TokenRule[] = [
  rule(
    "slack-token",
    ["xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxo-", "xoxe-", "xoxc-", "xoxd-", "xoxe."],
    /xox[abceoprsd][.-](?:xox[bp]-)?[A-Za-z0-9%+/=-]{10,400}/i,
    { accept: hasDigit },
  ),
  rule("slack-app-token", ["xapp-", "xwfp-"], /x(?:app|wfp)-[A-Za-z0-9-]{20,250}/i),
  rule(
    "slack-webhook",
    ["hooks.slack.com", "hooks.slack-gov.com"],
    /hooks\.slack(?:-gov)?\.com\\{0,3}\/(?:services|workflows|triggers)(?:\\{0,3}\/[A-Za-z0-9+]{6,60}){2,5}/,
    { address: true },
  ),
  rule("discord-mfa-token", ["mfa."], /mfa\.[A-Za-z0-9_-]{80,95}/, { alone: true }),
  rule(
    "discord-webhook",
    ["/api/webhooks", "/api\\/webhooks", "/api/v"],
    /\/api(?:\/v[0-9]{1,2})?\\{0,3}\/webhooks\\{0,3}\/[0-9]{17,20}\\{0,3}\/[A-Za-z0-9_-]{60,80}/,
    { address: true },
  ),
  rule("telegram-token", [":aa"], /[0-9]{8,11}:AA[A-Za-z0-9_-]{32,34}/, { lead: 11, alone: true }),
  rule(
    "teams-webhook",
    ["webhook.office.com/", "outlook.office.com/webhook"],
    /(?:webhook|outlook)\.office\.com\/webhook(?:b2)?\/[A-Za-z0-9@/-]{60,260}/,
    { address: true },
  ),
  rule(
    "power-automate-webhook",
    ["logic.azure.com"],
    /logic\.azure\.com(?::443)?\/[^\s"'<>]{20,200}sig=[A-Za-z0-9_-]{40,60}/,
    { address: true },
  ),
  rule(
    "twilio-key",
    ["sk0", "sk1", "sk2", "sk3", "sk4", "sk5", "sk6", "sk7", "sk8", "sk9", "ska", "skb", "skc", "skd", "ske", "skf"],
    /SK[0-9a-fA-F]{32}(?![A-Za-z0-9])/,
    { alone: true },
  ),
  rule(
    "twilio-auth-token",
    ["twilio"],
    /twilio[\w .-]{0,25}["' ]{0,3}(?:=>|[:=])["' ]{0,4}(?<secret>[a-f0-9]{32})(?![a-f0-9])/i,
  ),
  rule("sendgrid-key", ["sg."], /SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{36,64}/),
  rule("mailgun-key", ["key-", "pubkey-"], /(?:pub)?key-[a-f0-9]{32}(?![A-Za-z0-9])/, { alone: true }),
  rule(
    "mailgun-signing-key",
    ["mailgun", "api:"],
    /(?:mailgun[\w .-]{0,25}["' ]{0,3}[:=]["' ]{0,3}|api:)(?<secret>[a-f0-9]{32}-[a-f0-9]{8}-[a-f0-9]{8})/i,
  ),
  rule("mailchimp-key", ["-us"], /[a-f0-9]{32}-us[0-9]{1,2}(?![A-Za-z0-9])/, { lead: 33, alone: true }),
  rule("brevo-key", ["xkeysib-", "xsmtpsib-"], /x(?:key|smtp)sib-[a-f0-9]{64}-[A-Za-z0-9]{16}/),
  rule("resend-key", ["re_"], /re_[A-Za-z0-9]{8}_[A-Za-z0-9]{20,28}(?![A-Za-z0-9])/, { alone: true }),
  rule("mailersend-token", ["mlsn."], /mlsn\.[a-f0-9]{64}/),
  rule("klaviyo-key", ["pk_"], /pk_[a-f0-9]{34}(?![A-Za-z0-9])/, { alone: true }),
  rule("intercom-token", ["dg9r"], /dG9r[A-Za-z0-9+/]{52,57}={1,2}/, { alone: true }),
  rule("hubspot-token", ["pat-na", "pat-eu"], /pat-(?:na|eu)[0-9]{1,2}-[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}/i),
  rule(
    "messagebird-key",
    ["messagebird"],
    /messagebird[\w .-]{0,20}["' ]{0,3}[:=]["' ]{0,3}(?<secret>[A-Za-z0-9]{25})(?![A-Za-z0-9])/i,
  ),
  rule("telnyx-key", ["key0"], /KEY0[A-Z0-9]{30,34}_[A-Za-z0-9]{20,24}/),
  rule(
    "line-token",
    ["line_channel", "channel_access_token"],
    /(?:line_channel|channel_access_token)[\w .-]{0,20}["' ]{0,3}[:=]["' ]{0,3}(?<secret>[A-Za-z0-9+/]{100,200}={0,2})/i,
  ),
  rule("facebook-token", ["eaa"], /EAA[A-Za-z0-9]{80,400}/, { alone: true, accept: isRandom }),
  rule("instagram-token", ["igqv", "igaa"], /IG(?:QV|AA)[A-Za-z0-9_-]{80,300}/, { alone: true }),
  rule("twitter-bearer", ["aaaaaaaaaaaaaaaaaaaaa"], /A{20,30}[A-Za-z0-9%]{60,110}/, { alone: true, accept: hasDigit }),
  rule(
    "linkedin-token",
    ["aqx", "wpl_ap1."],
    /(?:WPL_AP1\.[A-Za-z0-9]{16}\.[A-Za-z0-9+/=]{6,20}|AQX[A-Za-z0-9_-]{150,400})/,
    { alone: true },
  ),
  rule("dingtalk-webhook", ["oapi.dingtalk.com"], /oapi\.dingtalk\.com\/robot\/send\?access_token=[a-f0-9]{64}/, {
    address: true,
  }),
  rule(
    "feishu-webhook",
    ["open.feishu.cn", "open.larksuite.com"],
    /open\.(?:feishu\.cn|larksuite\.com)\/open-apis\/bot\/v2\/hook\/[a-f0-9-]{36}/,
    { address: true },
  ),
  rule("wecom-webhook", ["qyapi.weixin.qq.com"], /qyapi\.weixin\.qq\.com\/cgi-bin\/webhook\/send\?key=[a-f0-9-]{36}/, {
    address: true,
  }),
];
