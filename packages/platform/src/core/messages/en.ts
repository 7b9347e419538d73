import type { Messages, UpdateTexts } from './messages.ts'

export const en = {
  language: 'en',
  languageName: 'English',
  skipToContent: 'Skip to content',
  exercise: 'Exercise',
  exerciseNote: 'This is an exercise. Everything here is invented; nobody needs to act.',
  siteTitle: (provider) => `${provider}: information on the security incident`,
  headline: (everythingBack) =>
    everythingBack ? 'All services have been released again' : 'We are restoring our services',
  lead: (everythingBack) =>
    everythingBack
      ? 'After an attack with encryption software, the data of all affected customers has been restored, checked and released.'
      : 'Our systems were attacked with encryption software. We took them off the network and are restoring the data from backups. Only what has been checked is released.',
  asOf: (time) => `As of ${time}`,
  nextBy: (time) => `Next update by ${time}`,
  overdueSince: (time) => `The promised update has been overdue since ${time}. We apologise.`,
  noNextUpdate: 'No further updates are announced.',
  since: (time) => `since ${time}`,
  services: 'Services',
  service: 'Service',
  state: 'State',
  states: {
    not_affected: 'not affected',
    operational: 'operational',
    partial_outage: 'partly unavailable',
    restored_pending_release: 'restored, not yet released',
    verifying: 'being checked',
    restoring: 'being restored',
    offline_by_plan: 'taken offline as a precaution',
    major_outage: 'unavailable',
  },
  stateMeaning: {
    not_affected: 'This service runs on systems that were not attacked.',
    operational: 'The data of all customers of this service has been restored, checked and released.',
    partial_outage: 'The service is released for some customers and not yet for the others.',
    restored_pending_release:
      'The data is restored and checked. Two people still have to confirm the release.',
    verifying: 'The restored data is being checked for completeness and malware.',
    restoring: 'The data is being restored from backups made before the attack.',
    offline_by_plan:
      'The service was taken off the network by the emergency plan so that the attack cannot spread.',
    major_outage: 'The service cannot be reached.',
  },
  customersBack: (done, total) =>
    `released for ${done} of ${total} ${total === 1 ? 'customer' : 'customers'}`,
  recovery: 'How far we are',
  recoveryNote: 'Each step needs the ones before it. The figures come from the records of the recovery.',
  steps: {
    chosen: 'Clean backups chosen',
    restored: 'Restored in a separate environment',
    verified: 'Checked for completeness',
    scanned: 'Checked for malware',
    approved: 'Confirmed by two people',
    released: 'Released',
  },
  ofCustomers: (done, total) => `${done} of ${total} customers`,
  figures: 'In figures',
  filesRestored: (files, bytes) => `${files} files (${bytes}) have been restored and checked.`,
  filesHeld: (files) => `We are holding back ${files} files until it is clear that they are harmless.`,
  updates: 'Updates',
  update: 'Update',
  noUpdates: 'No updates yet.',
  allUpdates: 'All updates',
  back: 'Back to the overview',
  published: (time) => `published ${time}`,
  contactNote: 'We inform affected customers personally. We never ask for passwords.',
  madeFrom:
    'This page is made from the records of the incident. It needs no scripts and loads nothing from others.',
  feed: 'Subscribe to updates (Atom)',
} as const satisfies Messages

export const enUpdates = {
  declared: () =>
    'We have detected an attack with encryption software and activated the emergency plan. Affected services cannot be reached. Cause and extent are being investigated.',
  contained: (systems) =>
    `The affected systems (${systems}) have been cut off, and we have checked that they can no longer be reached. Next, we choose the newest intact backup of every file.`,
  restoring: (customers, files) =>
    `Backups have been chosen for ${customers} customers: ${files} files are being restored in a separate environment and checked for malware on the way. We name release dates only once they are reliable.`,
  reopened: (done, total) =>
    done === total
      ? `The data of all ${total} affected customers has been restored, checked and released.`
      : `The data of ${done} of the ${total} affected customers has been restored, checked and released. We are working on the others.`,
} as const satisfies UpdateTexts
