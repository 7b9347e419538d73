rule anlauf_drill_dropper {
  meta:
    description = "The drill's stand-in for an attacker's tool"
    reference = "packages/platform/src/drill/content/dropper.ts"
  strings:
    $marker = { 41 4E 4C 41 55 46 2D 44 52 49 4C 4C 2D 44 52 4F 50 50 45 52 2D 37 66 33 61 39 63 }
  condition:
    $marker
}
