import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** A mail server on this machine that takes everything and keeps nothing: Postfix' own sink, for measuring. */
export interface SinkRelay extends AsyncDisposable {
  readonly port: number
}

/** Undefined where Debian's package postfix is not installed. */
export async function startSink(port: number): Promise<SinkRelay | undefined> {
  if (spawnSync('sh', ['-c', 'command -v smtp-sink']).status !== 0) return undefined
  // Under root it wants an account to become.
  const account = process.getuid?.() === 0 ? ['-u', 'nobody'] : []
  const child = spawn('smtp-sink', [...account, `127.0.0.1:${port}`, '128'], { stdio: 'ignore' })
  await answers(child, port)
  return {
    port,
    [Symbol.asyncDispose]: async () => {
      child.kill()
      await new Promise((resolve) => child.once('exit', resolve))
    },
  }
}

async function answers(child: ChildProcess, port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (child.exitCode !== null) throw new Error(`smtp-sink ended with ${child.exitCode}`)
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true))
      socket.once('error', () => resolve(false))
      socket.once('connect', () => socket.end())
    })
    if (isOpen) return
    await sleep(50)
  }
  throw new Error('smtp-sink does not answer')
}

/** Mails a second that Postfix' own generator puts into the sink: no spool, no signature, no receipt on disk. */
export function rawPerSecond(port: number, mails: number): number {
  const began = performance.now()
  const source = [
    '-s',
    '8',
    '-m',
    String(mails),
    '-l',
    '2000',
    '-f',
    'a@bench.example',
    '-t',
    'b@bench.example',
  ]
  const { status, stderr } = spawnSync('smtp-source', [...source, `127.0.0.1:${port}`], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`smtp-source: ${stderr}`)
  return mails / ((performance.now() - began) / 1000)
}
