import { createTranslate } from "../../ui/messages/translate.ts";

const en = {
  "page.keys": "Notifications",
  intro:
    "How this window tells you that something waits. Kept on this device, for nobody else. The number in the rail and in the title is always there.",
  "told.title": "Notifications",
  "told.text":
    "While you look elsewhere. They say how many wait and how far they reach, never what is asked; one leads to the queue and decides nothing.",
  "told.switch": "Notify me of what begins to wait",
  "told.desktop": "The desktop app notifies by itself while its window is not in front.",
  "told.denied":
    "This browser has been told to show no notifications of the studio. Allow them for this address in the browser's settings, then come back.",
  "told.unsupported": "This browser has no notifications.",
  "told.try": "Show one now",
  "told.tryTitle": "This is how it looks",
  "told.tryBody": "1 call waits",
  "sound.title": "Sound",
  "sound.text": "A short tone, made by this window. After a reload browsers play none before the first click or key.",
  "sound.off": "None",
  "sound.dangerous": "For Dangerous calls alone",
  "sound.all": "For every call and result",
  "sound.allText": "Two tones where a call is Dangerous.",
  "sound.try": "Play it",
  "quiet.title": "Do not disturb",
  "quiet.text":
    "No notification and no sound until then, not for Dangerous calls either. What waits goes on waiting and expires as it would; the numbers in the rail and the title stay, and nothing is told of afterwards.",
  "quiet.now": "On until {time}",
  "quiet.off": "Off",
  "quiet.for.30": "For 30 minutes",
  "quiet.for.60": "For an hour",
  "quiet.for.240": "For 4 hours",
  "quiet.tomorrow": "Until tomorrow, 08:00",
  "quiet.end": "End it now",
  "quiet.menu": "Notifications",
  "quiet.menuQuiet": "Do not disturb until {time}",
  "quiet.mark": "Quiet until {time}",
  "quiet.settings": "Notification settings",
  "quiet.means": "No sound, no notification. Calls wait on.",
  "news.title": "{fresh, plural, one {# new thing waits for you} other {# new things wait for you}}",
  "news.body": "{count, plural, one {# waits} other {# wait}} in all",
  "news.bodyDangerous": "{count, plural, one {# waits} other {# wait}} in all, {dangerous, number} Dangerous",
} as const;

/** Says a message about being told. */
export const t = createTranslate(en);
