/** The thread of `press.ts`: documents in, files out. */
import { parentPort } from 'node:worker_threads'

import { renderDocument } from './paper/render-document.ts'
import type { PressAnswer, PressOrder } from './press.ts'

parentPort?.on('message', (orders: readonly PressOrder[]) => {
  let answer: PressAnswer
  try {
    answer = { printed: orders.map(({ document, at }) => renderDocument(document, at)) }
  } catch (failed) {
    answer = { failed }
  }
  parentPort?.postMessage(answer)
})
