import { rule, type TokenRule } from "./rule.ts";
import { hasDigit, isRandom } from "./shape.ts";

/** Payment, shops, work and design. */
export const BUSINESS: readonly TokenRule[] = [
  rule(
    "stripe-key",
    ["sk_live_", "sk_test_", "sk_prod_", "rk_live_", "rk_test_", "rk_prod_"],
    /[rs]k_(?:live|test|prod)_[A-Za-z0-9]{10,250}/,
  ),
  rule("stripe-webhook-secret", ["whsec_"], /whsec_[A-Za-z0-9+/]{24,64}={0,2}/),
  rule(
    "square-token",
    ["sq0atp-", "sq0csp-", "eaaa"],
    /(?:sq0(?:atp|csp)-[A-Za-z0-9_-]{22,60}|EAAA[A-Za-z0-9_-]{60})(?![A-Za-z0-9_-])/,
    { alone: true },
  ),
  rule("braintree-token", ["access_token$"], /access_token\$(?:production|sandbox)\$[a-z0-9]{16}\$[a-f0-9]{32}/),
  rule(
    "plaid-token",
    ["access-sandbox-", "access-development-", "access-production-"],
    /access-(?:sandbox|development|production)-[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}/,
  ),
  rule("razorpay-key", ["rzp_live_", "rzp_test_"], /rzp_(?:live|test)_[A-Za-z0-9]{14,32}/),
  rule("flutterwave-key", ["flwseck"], /FLWSECK(?:_TEST)?-[a-zA-Z0-9]{12,40}-X/),
  rule("mollie-key", ["live_", "test_"], /(?<![_-])(?:live|test)_[A-Za-z0-9]{30,35}(?![A-Za-z0-9])/, {
    alone: true,
    accept: isRandom,
  }),
  rule("gocardless-token", ["live_", "sandbox_"], /(?<![_-])(?:live|sandbox)_[A-Za-z0-9_=-]{40}(?![A-Za-z0-9_=-])/, {
    alone: true,
    accept: isRandom,
  }),
  rule("paddle-key", ["pdl_"], /pdl_(?:live|sdbx)_apikey_[a-z0-9]{26}_[A-Za-z0-9]{22}_[A-Za-z0-9]{3}/),
  rule("adyen-key", ["aqe"], /AQE[a-z][A-Za-z0-9+/=]{80,260}-[A-Za-z0-9+/=]{30,50}-[^\s"']{10,40}/, { alone: true }),
  rule("lob-key", ["live_", "test_"], /(?:live|test)_(?:pub_)?[a-f0-9]{31,35}(?![a-f0-9])/, { alone: true }),
  rule("shippo-token", ["shippo_"], /shippo_(?:live|test)_[a-f0-9]{40}/),
  rule("easypost-key", ["ezak", "eztk"], /EZ[AT]K[A-Za-z0-9]{50,60}/, { alone: true }),
  rule("duffel-token", ["duffel_"], /duffel_(?:test|live)_[A-Za-z0-9_=-]{40,50}/),
  rule(
    "shopify-token",
    ["shpat_", "shpca_", "shppa_", "shpss_", "shptka_", "shpua_", "shput_", "shpit_"],
    /shp(?:at|ca|pa|ss|tka|ua|ut|it)_[a-fA-F0-9]{32}/,
  ),
  rule("salesforce-token", ["00d"], /00D[A-Za-z0-9]{12,15}![A-Za-z0-9._]{60,160}/, { alone: true }),
  rule("salesforce-refresh-token", ["5aep861"], /5Aep861[A-Za-z0-9._=]{60,100}/),
  rule("linear-key", ["lin_api_", "lin_oauth_", "lin_wh_"], /lin_(?:api|oauth|wh)_[A-Za-z0-9]{32,64}/),
  rule("notion-token", ["ntn_", "secret_"], /(?:ntn_[A-Za-z0-9]{40,50}|secret_[A-Za-z0-9]{43})(?![A-Za-z0-9])/, {
    alone: true,
  }),
  rule("asana-token", ["1/", "2/"], /[12]\/[0-9]{10,20}(?:\/[0-9]{10,20})?:[a-f0-9]{32}/, { alone: true }),
  rule("clickup-token", ["pk_"], /pk_[0-9]{5,10}_[A-Z0-9]{32}/, { alone: true }),
  rule("typeform-token", ["tfp_"], /tfp_[A-Za-z0-9_.=-]{40,64}/, { alone: true }),
  rule("figma-token", ["figd_", "figu_", "figo_", "figuh_", "figoh_"], /fig(?:d|u|o|uh|oh)_[A-Za-z0-9_-]{36,60}/, {
    alone: true,
  }),
  rule("dropbox-token", ["sl."], /sl\.(?:u\.)?[A-Za-z0-9_-]{130,1300}/, { alone: true }),
  rule("contentful-token", ["cfpat-"], /CFPAT-[A-Za-z0-9_-]{43}/),
  rule("mapbox-token", ["sk.eyj"], /sk\.eyJ[A-Za-z0-9_-]{40,200}\.[A-Za-z0-9_-]{20,24}/, { alone: true }),
  rule("zapier-webhook", ["hooks.zapier.com"], /hooks\.zapier\.com\/hooks\/catch\/[0-9]{5,12}\/[a-z0-9]{6,12}/i, {
    address: true,
  }),
  rule(
    "ifttt-key",
    ["maker.ifttt.com"],
    /maker\.ifttt\.com\/trigger\/[\w-]{1,60}\/(?:json\/)?with\/key\/[A-Za-z0-9_-]{20,50}/,
    { address: true },
  ),
  rule("maxmind-key", ["_mmk"], /[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk/, { lead: 36, alone: true }),
  rule("frameio-token", ["fio-u-"], /fio-u-[A-Za-z0-9_=-]{64}/),
  rule("adafruit-key", ["aio_"], /aio_[A-Za-z0-9]{28}(?![A-Za-z0-9])/, { alone: true, accept: hasDigit }),
  rule("intra42-secret", ["s-s4t2"], /s-s4t2(?:ud|af)-[a-f0-9]{64}/),
  rule("infracost-key", ["ico-"], /ico-[A-Za-z0-9]{32}(?![A-Za-z0-9])/, { alone: true, accept: isRandom }),
  rule("prefect-key", ["pnu_", "pnb_"], /pn[ub]_[A-Za-z0-9]{36}(?![A-Za-z0-9])/, { alone: true }),
  rule("dbt-token", ["dbtc_", "dbtu_"], /dbt[cu]_[A-Za-z0-9_+/=-]{30,64}/, { alone: true }),
  rule("adobe-secret", ["p8e-", "p8"], /p8e-[A-Za-z0-9]{32}(?![A-Za-z0-9])/i, { alone: true }),
  rule("n8n-key", ["n8n_api_"], /n8n_api_[a-f0-9]{60,100}/),
  rule("beamer-key", ["b_"], /b_[A-Za-z0-9=_-]{44}(?![A-Za-z0-9=_-])/, { alone: true, accept: isRandom }),
  rule(
    "okta-token",
    ["okta", "ssws"],
    /(?:okta[\w .-]{0,25}["' ]{0,3}[:=]["' ]{0,4}|SSWS )(?<secret>00[A-Za-z0-9_-]{40})(?![\w-])/i,
  ),
  rule(
    "ethereum-key",
    ["private", "priv"],
    /priv(?:ate)?[\w .-]{0,20}["' ]{0,3}[:=]["' ]{0,4}(?<secret>0x[a-f0-9]{64})(?![a-f0-9])/i,
  ),
  rule("bitcoin-extended-key", ["xprv", "yprv", "zprv", "tprv"], /[xyzt]prv[1-9A-HJ-NP-Za-km-z]{100,112}/, {
    alone: true,
  }),
  rule("nostr-key", ["nsec1"], /nsec1[02-9ac-hj-np-z]{58}/, { alone: true }),
];
