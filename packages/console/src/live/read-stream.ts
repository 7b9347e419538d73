/** One server-sent event: name and id as the server gave them. */
export interface StreamEvent {
  readonly id: string
  readonly event: string
  readonly data: string
}

/**
 * Server-sent events from a fetched body (HTML standard, 9.2.6). Unlike the browser's `EventSource` it also tells of
 * comments: they prove that the connection lives, and a connection that died silently is noticed by their absence.
 */
export async function* readStream(
  body: AsyncIterable<Uint8Array>,
  onLife: () => void,
): AsyncGenerator<StreamEvent> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const bytes of body) {
    onLife()
    rest += decoder.decode(bytes, { stream: true })
    const blocks = rest.split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const event = eventOf(block)
      if (event !== undefined) yield event
    }
  }
}

function eventOf(block: string): StreamEvent | undefined {
  const fields = { id: '', event: 'message', data: [] as string[] }
  for (const line of block.split('\n')) {
    const [name, value] = split(line)
    if (name === 'data') fields.data.push(value)
    else if (name === 'id' || name === 'event') fields[name] = value
  }
  return fields.data.length === 0 ? undefined : { ...fields, data: fields.data.join('\n') }
}

function split(line: string): [string, string] {
  const colon = line.indexOf(':')
  return colon < 0 ? [line, ''] : [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')]
}
