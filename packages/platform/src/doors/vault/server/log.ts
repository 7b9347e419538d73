/** One thing that happened, for whoever reads the vault's stderr: never a header, never a password. */
export type VaultLog = (
  level: 'info' | 'warn' | 'error',
  event: string,
  fields?: Readonly<Record<string, string | number | boolean | undefined>>,
) => void

/** One JSON object a line. Times are the wall's; the vault's own time stands in the journal. */
export function createLog(write: (line: string) => void): VaultLog {
  return (level, event, fields = {}) => {
    write(`${JSON.stringify({ time: new Date().toISOString(), level, event, ...fields })}\n`)
  }
}
