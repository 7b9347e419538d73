import type { Server, Socket } from 'node:net'

/**
 * One address alone must not take all connections: whoever needs no password for that could keep everybody else out,
 * a slow header at a time. Connections beyond `most` are closed at once; `onRefused` hears of each.
 */
export function limitConnectionsPerAddress(door: Server, most: number, onRefused: () => void): void {
  const counts = new Map<string, number>()
  door.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? ''
    const count = (counts.get(address) ?? 0) + 1
    if (count > most) {
      onRefused()
      socket.destroy()
      return
    }
    counts.set(address, count)
    socket.once('close', () => {
      const left = (counts.get(address) ?? 1) - 1
      if (left > 0) counts.set(address, left)
      else counts.delete(address)
    })
  })
}
