/**
 * Milliseconds of processor time that this process has used. Bounds on work that hostile input may cause are measured
 * by it: a clock on the wall also counts what other programs do on a busy machine.
 */
export function processorMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
