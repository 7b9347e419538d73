import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'

import { useLive } from './live-case.tsx'
import { throttled } from './throttled.ts'

/** A big answer is read again at most this often, however many entries come. */
const everyMs = 2000

/** For answers of megabytes: follows the case, but not each of its entries. */
export function useSlowReload(queryKey: readonly unknown[]): void {
  const queries = useQueryClient()
  const { latest } = useLive()
  const key = useRef(queryKey)
  const reload = useRef<() => void>(undefined)
  reload.current ??= throttled(() => void queries.invalidateQueries({ queryKey: key.current }), everyMs)
  useEffect(() => {
    if (latest !== undefined) reload.current?.()
  }, [latest])
}
