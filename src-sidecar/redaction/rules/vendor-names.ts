/**
 * Vendors whose keys have no format of their own: a random value behind one of these names is taken for a key.
 *
 * At least five letters, or unmistakable: they are searched for everywhere.
 */
export const VENDOR_NAMES: readonly string[] =
  "adafruit airbrake airtable alchemy algolia alibaba amplitude appcenter artifactory assemblyai atlassian auth0 azure bitbucket bitly bittrex blynk braintree bugsnag buildkite cerebras chargebee circleci clearbit clickhouse clicksend cloudant cloudflare cloudinary codacy codeclimate cohere coinbase confluent contentful coveralls crowdin datadog deepgram deepseek digitalocean discord disqus dropbox dynatrace eventbrite facebook fastly finicity finnhub firebase flickr flutterwave freshbooks freshdesk gemini geocodio giphy gitlab gitter gocardless grafana gravatar helpscout heroku hetzner honeybadger hubspot hunterio influx infura instagram intercom ipinfo ipstack jenkins kraken kucoin launchdarkly linkedin linode logdna loggly logzio mailchimp mailgun mailjet mandrill mapbox mapquest mattermost messagebird mistral mixpanel moralis netlify newrelic nytimes onesignal opencage openweather opsgenie outlook pagerduty pastebin paypal phpmailer pinata pipedrive plaid polygon postmark pubnub pusher quandl rabbitmq rapidapi recaptcha replicate rollbar salesforce saucelabs scaleway segment sendbird sendgrid sendinblue sentry serpapi shodan shopify sonarcloud sonatype spotify squarespace statuspage stripe sumologic supabase surge telegram tencent tiktok tomtom travis trello twilio twitch twitter typeform unsplash uptimerobot vercel virustotal vonage vultr wakatime weatherstack webex wepay wistia woocommerce yandex zapier zendesk zerotier zoominfo".split(
    " ",
  );
