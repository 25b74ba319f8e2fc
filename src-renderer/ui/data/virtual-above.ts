/** With more rows only those on screen are drawn: each counts down by itself, and is laid out anew with every choice. */
export const VIRTUAL_ABOVE = 60;
