import type { Messages, UpdateTexts } from './messages.ts'

const number = new Intl.NumberFormat('en-GB')
const files = (count: number): string => (count === 1 ? '1 file' : `${number.format(count)} files`)
const customers = (count: number): string =>
  count === 1 ? '1 customer' : `${number.format(count)} customers`

export const en = {
  language: 'en',
  locale: 'en-GB',
  languageName: 'English',
  skipToContent: 'Skip to content',
  navigation: 'Pages',
  exercise: 'Exercise',
  exerciseNote: 'This is an exercise. Everything here is invented; nobody needs to act.',
  siteTitle: (provider) => `${provider}: information on the security incident`,
  description: (provider) =>
    `Which services of ${provider} are affected, what happens next and when the next update comes.`,
  moment: ({ weekday, date, clock, zone }) => `${weekday} ${date}, ${clock}\u00a0${zone}`,

  headline: {
    declared: 'Security incident in our systems',
    contained: 'The affected systems are cut off from the network',
    restoring: 'We are restoring your data',
    partlyReleased: 'Part of the data has been checked and released',
    allReleased: 'All affected services have been released again',
  },
  attacked: 'Our systems were attacked with malware that encrypts data (ransomware).',
  cutOff: (isProven) =>
    isProven
      ? 'The affected systems are cut off from the network; we have verified that.'
      : 'We are cutting the affected systems off from the network so that the attack cannot spread.',
  stageLead: {
    declared: 'Here you can see which services are affected and what happens next.',
    contained: 'Next, we look for the newest intact backup of every file.',
    restoring:
      'We are restoring your data from backups in a separate environment. Only what has been checked is released.',
    partlyReleased:
      'For the first customers, the restored data has been checked and released. We are working on the others.',
    allReleased: 'For all affected customers, the restored data has been checked and released.',
  },
  closedHeadline: 'The incident is closed',
  closedUnreleased: 'Not all data could be released.',

  asOf: (time) => `State of knowledge: ${time}`,
  lastUpdate: 'Last update',
  knowledge: 'State of knowledge',
  nextUpdate: 'Next update',
  by: (time) => `by ${time}`,
  overdueSince: (time) =>
    `The promised update has been overdue since ${time}. We apologise and will publish it as soon as we can.`,
  ifNothingNew: 'Please reload the page then. If there is still nothing new here, we are late.',
  noNextUpdate: 'The time is not fixed yet.',
  closed: 'The incident is closed. No further updates are planned.',

  overview: 'Overview',
  services: 'Services',
  foundation: 'other services build on it',
  states: {
    not_affected: 'not affected',
    operational: 'operational',
    partial_outage: 'partly unavailable',
    restored_pending_release: 'restored, not yet released',
    verifying: 'being checked',
    restoring: 'being restored',
    offline_by_plan: 'taken offline as a precaution',
    major_outage: 'unavailable',
    degraded_performance: 'degraded',
    workaround: 'workaround available',
    available_rework: 'available, per-account rework',
    isolated_running: 'running isolated',
    under_maintenance: 'maintenance',
    unknown: 'being determined',
  },
  stateMeaning: {
    not_affected: 'As far as we know today, this service is not affected by the attack.',
    operational: 'For all customers of this service, the restored data has been checked and released.',
    partial_outage: 'The service is released for some customers and not yet for the others.',
    restored_pending_release:
      'The data is restored and checked. It is released as soon as two people have agreed independently of each other.',
    verifying: 'We are checking the restored data for completeness and for malware.',
    restoring: 'We are restoring the data from the newest intact backups.',
    offline_by_plan:
      'The service is cut off from the network by our emergency plan so that the attack cannot spread.',
    major_outage: 'The service is affected by the attack. Please do not use it, even if it still answers.',
    degraded_performance: 'The service runs, but slower or with restrictions.',
    workaround: 'The service cannot be used as usual. There is a workaround.',
    available_rework: 'The data is checked and released. We are still reworking single accounts.',
    isolated_running:
      'The service runs cut off from the network so that we can examine it. It cannot be used.',
    under_maintenance: 'The service is being worked on.',
    unknown: 'We do not know yet whether this service is affected. We are finding out.',
  },
  instruction: 'What you can do',
  proof: (count, checksum) =>
    `Proved by ${count === 1 ? '1 release' : `${number.format(count)} releases`} after checks and two signatures. Checksum: ${checksum}`,
  customersBack: (done, total) => `released for ${number.format(done)} of ${customers(total)}`,

  advice: 'What you can do now',
  adviceFor: (stage) => [
    ...(stage === 'allReleased'
      ? [
          'Take your time to check whether your latest changes are there. What was changed shortly before the attack can be missing.',
        ]
      : [
          'Use affected services again only once they have been released for you.',
          'Do not delete anything. Keep your own copies, printouts and emails: what was changed shortly before the attack can be missing from the backups.',
        ]),
    'Give nobody your password. We never ask for it, neither by phone nor by email.',
    'Be careful when somebody refers to this incident. Do not open attachments or links in such messages. When in doubt, call us at the number in your contract.',
    'If somebody blackmails or threatens you because of the incident: do not answer and do not pay. Tell us and the police.',
  ],
  help: 'Contact',
  contact: 'How to reach us',
  contactFallback: 'Please turn to your usual contact, best at the phone number in your contract.',
  contactKinds: { phone: 'Phone', email: 'Email' },

  recovery: 'How far we are',
  recoveryNote: 'Each step needs the ones before it. The figures come from our records.',
  steps: {
    chosen: 'Intact backups chosen',
    restored: 'Restored in a separate environment',
    verified: 'Checked for completeness',
    scanned: 'Checked for malware',
    approved: 'Confirmed by two people',
    released: 'Released',
  },
  ofCustomers: (done, total) => `${number.format(done)} of ${customers(total)}`,
  filesRestored: (count, bytes) =>
    `${files(count)} (${bytes}) ${count === 1 ? 'has' : 'have'} been restored and checked.`,
  filesHeld: (count) =>
    `We are holding back ${files(count)} until it is clear whether ${count === 1 ? 'it is' : 'they are'} harmless.`,
  filesLost: (count) => `For ${files(count)} we have found no intact backup so far.`,

  updates: 'Updates',
  latestUpdate: 'Latest update',
  earlierUpdates: 'Earlier updates',
  update: (count) => `Update ${count}`,
  noUpdates: 'There are no updates yet.',
  allUpdates: 'All updates',
  pageOf: (page, pages) => `Page ${page} of ${pages}`,
  newer: 'Newer updates',
  older: 'Older updates',
  readOn: 'Read the whole update',
  late: (promised) => `This update came later than promised. It was promised by ${promised}.`,
  corrected: (count) => `This update is out of date. Update ${count} applies.`,
  corrects: (count) => `This update corrects update ${count}.`,
  withheld: 'We no longer show the earlier wording.',
  earlierWording: 'Earlier we wrote:',
  reason: 'Why we correct this:',
  approved: (checksum) => `Approved by two people. Checksum: ${checksum}`,
  promised: (time) => `Promised in it: next update by ${time}`,

  timeline: 'Timeline',
  timelineNote: 'What has happened so far, in order of time.',
  onset: (from, to) => `As far as we know today, the encryption began between ${from} and ${to}.`,
  declared: 'We detected the attack and activated the emergency plan.',
  isolated: 'The affected systems are cut off from the network. We have verified that.',
  released: (count, sum, total) =>
    `Data released for ${customers(count)}, in total for ${number.format(sum)} of ${number.format(total)}.`,
  allReleased: 'All affected services have been released again.',
  earlierInList: 'Older updates are in the list of all updates.',

  questions: 'Questions and answers',
  questionsNote: 'What customers most often want to know after such an attack.',
  answers: [
    {
      question: 'When will my service be back?',
      answer: [
        'We name a date only once we can keep it. How far we are is shown on the overview and on the page of the service.',
        'When the next update comes is said at the top of the overview.',
      ],
    },
    {
      question: 'Why does it take so long?',
      answer: [
        'Copying a file back is quick. But we have to be sure that it is intact and contains no malware. So we check every file before we release it, and two people have to agree to the release.',
      ],
    },
    {
      question: 'What does “released” mean?',
      answer: [
        'The data has been restored in a separate environment, checked for completeness and for malware, and confirmed by two people. A service is called “operational” only once this holds for all its customers.',
      ],
    },
    {
      question: 'Will data be missing?',
      answer: [
        'For every file we take the newest intact backup. What was changed after it can be missing. Please keep your own copies, printouts and emails; they help to close gaps.',
      ],
    },
    {
      question: 'Was my data copied?',
      answer: [
        'The recovery cannot tell; that has to be examined separately. In public we say only what we can prove. It will be in the updates.',
      ],
    },
    {
      question: 'Do I have to change my password?',
      answer: [
        'If you use your password elsewhere too, change it there as a precaution. Open the page of that provider yourself and do not follow a link in a message.',
        'If you need new credentials with us, we will say so in the updates.',
      ],
    },
    {
      question: 'How do I recognise false messages?',
      answer: [
        'Fraudsters take advantage of such incidents. Distrust messages and calls that put you under pressure, ask for passwords or payments, or bring an attachment. We never ask for your password.',
      ],
    },
  ],

  back: 'Back to the overview',
  madeFrom:
    'This page is made from the records of the incident. It needs no scripts and loads nothing from others.',
  generated: (time) => `Made: ${time}`,
  feed: 'Subscribe to updates (Atom)',
  statusFile: 'Data for programs (JSON)',
} as const satisfies Messages

export const enUpdates = {
  declared: () =>
    'We have detected an attack with encryption software (ransomware) and activated the emergency plan. Affected services are not available. Cause and extent are being investigated.',
  contained: (systems) =>
    `The affected ${systems === 1 ? 'system has' : `systems (${number.format(systems)}) have`} been cut off from the network. We have checked that ${systems === 1 ? 'it' : 'they'} can no longer be reached. Next, we choose the newest intact backup of every file.`,
  restoring: (count, fileCount) =>
    `Backups have been chosen for ${customers(count)}: ${fileCount === '1' ? '1 file is' : `${fileCount} files are`} being restored in a separate environment and checked for malware on the way. We name release dates only once we can keep them.`,
  reopened: (done, total) => {
    if (done === total) {
      return `For ${total === 1 ? 'the affected customer' : `all ${number.format(total)} affected customers`}, the restored data has been checked and released.`
    }
    if (done === 0) return 'No data has been released yet. We are working on it.'
    return `For ${number.format(done)} of ${number.format(total)} affected customers, the restored data has been checked and released. We are working on the others.`
  },
  noNews: () =>
    'Beyond the states and figures on the overview, nothing is new since the last update. Both come from our records. We keep working on it.',
} as const satisfies UpdateTexts
