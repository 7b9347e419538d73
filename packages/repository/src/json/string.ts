const special = /["\\<>&\u2028\u2029]|[^\P{Cc}\u007f-\u009f]|[\ud800-\udfff]/u
const specials = new RegExp(special, 'gu')

/**
 * A JSON string exactly as Go's `encoding/json` prints it: `<`, `>`, `&`, U+2028 and U+2029 are escaped too,
 * stray bytes of a byte string become `\ufffd`. The same bytes as restic's, or trees would not deduplicate.
 */
export function goJsonString(text: string): string {
  return special.test(text) ? `"${text.replace(specials, escape)}"` : `"${text}"`
}

function escape(found: string): string {
  switch (found) {
    case '"':
      return '\\"'
    case '\\':
      return '\\\\'
    case '\n':
      return '\\n'
    case '\r':
      return '\\r'
    case '\t':
      return '\\t'
    case '\b':
      return '\\b'
    case '\f':
      return '\\f'
    default: {
      const code = found.charCodeAt(0)
      return code >= 0xd800 && code <= 0xdfff ? '\\ufffd' : `\\u${code.toString(16).padStart(4, '0')}`
    }
  }
}
