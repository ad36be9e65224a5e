// The ground that every journey stands on: a real Label Studio that takes tasks, and the companion beside it.
import { expect, test } from "./harness/test.ts";

test("Label Studio takes the built-in template, and its own count shows what was imported", async ({
  labelStudio,
  templateXml,
}) => {
  const project = await labelStudio.createProject(templateXml, "servers");
  expect(await labelStudio.taskCount(project)).toBe(0);
  const data = { custom_id: "r-1", batch_id: "b-1", model: "m", input_messages: "[user] hi", llm_response: "hello" };
  const meta = { key: "k-1" };
  await labelStudio.ask("POST", `/api/projects/${project}/import`, [{ data, meta }]);
  expect(await labelStudio.taskCount(project)).toBe(1);
  const [task] = await labelStudio.tasks(project);
  expect(task).toMatchObject({ data, meta });
});

test("a personal access token and a legacy token are accepted, a wrong one is not", async ({ labelStudio }) => {
  const status = async (authorization: string) =>
    (await fetch(`${labelStudio.url}/api/projects/`, { headers: { Authorization: authorization } })).status;
  expect(await labelStudio.ask<{ email: string }>("GET", "/api/current-user/whoami")).toHaveProperty("email");
  expect(await status(`Token ${labelStudio.legacyToken}`)).toBe(200);
  expect(await status(`Token ${"0".repeat(40)}`)).toBe(401);
});

test("the companion lists its sample batches and serves the page", async ({ pageUrl, request }) => {
  const batches = await (await request.get(`${pageUrl}v1/batches`)).json();
  expect(batches.data.length).toBeGreaterThanOrEqual(4);
  const page = await request.get(pageUrl);
  expect(page.headers()["content-security-policy"]).toContain("script-src");
  expect(await page.text()).toContain("<batch-curator");
});
