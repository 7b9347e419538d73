import { useQuery } from '@tanstack/react-query'

import { useLanguage } from '../../words/language.tsx'
import { estateQuery } from './estate-query.ts'

/** What people call a service, by its id; the id where the estate cannot be read or does not know it. */
export function useServiceNames(): (id: string) => string {
  const { language } = useLanguage()
  const { data } = useQuery({ ...estateQuery, retry: false })
  return (id) => data?.services.find((service) => service.id === id)?.name[language] ?? id
}
