import type { RuleDefinition } from '@/lib/core/findings/rule-definition'
import { caa001 } from './caa-001.rule'
import { caa002 } from './caa-002.rule'
import { caa003 } from './caa-003.rule'
import { caa004 } from './caa-004.rule'
import { caa005 } from './caa-005.rule'
import { caa006 } from './caa-006.rule'
import { caa007 } from './caa-007.rule'
import { caa008 } from './caa-008.rule'
import { caa009 } from './caa-009.rule'
import { caa010 } from './caa-010.rule'

export const caaRules: readonly RuleDefinition[] = [
  caa001,
  caa002,
  caa003,
  caa004,
  caa005,
  caa006,
  caa007,
  caa008,
  caa009,
  caa010,
]
