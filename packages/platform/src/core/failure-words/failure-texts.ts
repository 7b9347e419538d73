/**
 * English as the program says it, German beside it. `{1}`, `{2}` … stand for what a failure fills in; the German names the
 * same ones, in the order that German needs. Everything else in braces is text.
 */
export type FailureTexts = Readonly<Record<string, string>>
