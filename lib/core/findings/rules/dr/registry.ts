import type { RuleDefinition } from '@/lib/core/findings/rule-definition'
import { dr001 } from './dr-001.rule'
import { dr002 } from './dr-002.rule'
import { dr003 } from './dr-003.rule'
import { dr004 } from './dr-004.rule'
import { dr005 } from './dr-005.rule'
import { dr006 } from './dr-006.rule'
import { dr007 } from './dr-007.rule'
import { dr008 } from './dr-008.rule'
import { dr009 } from './dr-009.rule'
import { dr010 } from './dr-010.rule'

export const drRules: readonly RuleDefinition[] = [
  dr001,
  dr002,
  dr003,
  dr004,
  dr005,
  dr006,
  dr007,
  dr008,
  dr009,
  dr010,
]
