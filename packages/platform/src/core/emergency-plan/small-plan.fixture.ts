/** A small plan as text, with everything that has to stand in front; what a test is about is put in. */
export function smallPlan(stages: string): string {
  return `apiVersion: plan/v1
plan: small
title: small
version: "1"
type: combined
author: us
nextReview: "2030-01-01"
scope: small
tlp: AMBER
audience: [lead]
location: here
retention: none
on: alarm
stages:
${stages}`
}
