import { createTranslate } from "../../ui/messages/translate.ts";
import { en } from "./en.ts";

/** Says a message of the shell. A key that does not exist is a type error; a missing value throws. */
export const t = createTranslate(en);
