/** What the window says about its own side of the line, in English. */
export const clientWords = {
  connection_lost: {
    message: "The window has no connection to the studio. Nothing was sent.",
    hint: "It connects again by itself. Try again when the banner is gone.",
  },
  answer_lost: {
    message: "The connection was lost before the studio answered.",
    hint: "It may have been done. Look before you do it again.",
  },
  turning: {
    message: "The window is changing to another organization. Nothing was sent.",
    hint: "Do it again when the other one is shown.",
  },
  unexpected: {
    message: "Something went wrong inside Gatehouse.",
    hint: "Try again. If it happens again, the studio's log says more.",
  },
  wrongAddress: {
    message: "There is nothing at this address.",
    hint: "It may have been copied in part. Choose what you look for from the list.",
  },
  readFailed: {
    safe: "Nothing was changed.",
    next: "Try again.",
  },
} as const;
