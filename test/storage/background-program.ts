import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

/** A program that runs beside a test until it is stopped. */
export interface BackgroundProgram {
  readonly child: ChildProcess
  /** What the program said when it was ready. */
  readonly said: RegExpMatchArray
  /** Everything it has written to stdout and stderr so far. */
  output(): string
  stop(signal?: NodeJS.Signals): Promise<void>
}

/** Starts a program and waits until its output matches. Throws with its words when it ends before. */
export async function startProgram(
  command: string,
  parameters: readonly string[],
  options: { ready: RegExp; env?: NodeJS.ProcessEnv; cwd?: string },
): Promise<BackgroundProgram> {
  const child = spawn(command, parameters, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
    ...(options.cwd !== undefined && { cwd: options.cwd }),
  })
  let output = ''
  const said = await new Promise<RegExpMatchArray>((resolve, reject) => {
    const hear = (bytes: Buffer): void => {
      output += bytes.toString()
      const match = options.ready.exec(output)
      if (match !== null) resolve(match)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.on('error', reject)
    child.on('exit', (code) => reject(new Error(`${command} ended with ${code}: ${output}`)))
  })
  return {
    child,
    said,
    output: () => output,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill(signal)
      await gone
    },
  }
}
