/**
 * What a file is, for whoever hands files on. `bdsg42-43`: text of a notice that may be used against its author with
 * consent only (BDSG §§ 42(4), 43(4)); `counsel`: made under counsel's instruction, such as a forensic report;
 * `insurer`: between us and the insurer. `free`: somebody looked, and it is none of these.
 */
export const documentTags = ['bdsg42-43', 'counsel', 'insurer', 'free'] as const
export type DocumentTag = (typeof documentTags)[number]

/** Who may say that a file is free to be handed on. */
export const taggingRoles = ['legal', 'dpo'] as const
