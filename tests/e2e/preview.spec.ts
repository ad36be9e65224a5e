// The preview of what an annotator will see, tried as an annotator would, beside Label Studio's own editor.
import type { Page } from "@playwright/test";
import { drag } from "./harness/drag.ts";
import { annotator, openTask, submit, submitButton, thrown } from "./harness/editor.ts";
import { comparable, inEditor, inPreview, type Move, preview, previewed, sampleTask } from "./harness/moves.ts";
import { expect, test } from "./harness/test.ts";

/** Every control that moves.ts does not meet in the built-in templates, and texts with traps: emoji, tags, a script. */
const SPANS = `<View>
  <Labels name="spans" toName="text">
    <Label value="Person" background="#7c3aed"/>
    <Label value="Place" alias="loc" background="#0e7490"/>
  </Labels>
  <Text name="text" value="$text"/>
  <HyperTextLabels name="parts" toName="html"><Label value="Claim" background="#b45309"/></HyperTextLabels>
  <HyperText name="html" value="$html"/>
  <ParagraphLabels name="turns" toName="talk"><Label value="Evasive" background="#be123c"/></ParagraphLabels>
  <Paragraphs name="talk" value="$talk" nameKey="role" textKey="content" layout="dialogue"/>
  <Taxonomy name="topic" toName="text">
    <Choice value="Travel" alias="t"><Choice value="Trains"/><Choice value="Ships"/></Choice>
    <Choice value="Food"/>
  </Taxonomy>
  <DateTime name="when" toName="text" only="date"/>
</View>
<!-- {"data": {
  "text": "🚂 Ada Lovelace went from London to Turin by train.\\r\\n🛳 London again.",
  "html": "<h2>On the 🌙 moon</h2><script>parent.ran = 1</script><p>🧀 The<br><b>moon is <i>made</i></b> of cheese.</p><p onclick='parent.ran = 2'>So it is <a href='https://example.com/'>said</a>.</p>",
  "talk": [{"role": "user", "content": "Did you check it?"}, {"role": "assistant", "content": "🤔 One might say that it was looked at."}]
}} -->`;

const MOVES: Move[] = [
  { mark: "Ada Lovelace", label: "Person" },
  { mark: "London to Turin", label: "Place" },
  { mark: "London again", label: "Place" },
  { mark: "made of", label: "Claim" },
  { mark: "might say", label: "Evasive" },
  { pick: ["Travel", "Trains"] },
  { day: "2031-04-12" },
];

const here = annotator();

test("spans in texts, HTML and turns, a taxonomy and a date: the preview makes what Label Studio saves", async ({ page: own, pageUrl }) => {
  const { page, studio } = here;
  const errors = thrown(page);
  const task = await openTask(page, studio, SPANS, sampleTask(SPANS).data, "preview.spec spans");
  await expect(submitButton(page)).toBeVisible();
  await inEditor(page, MOVES);
  const theirs = await submit(page, studio, task);
  expect(errors).toEqual([]);
  page.removeAllListeners("pageerror");
  await preview(own, pageUrl, SPANS);
  await inPreview(own, MOVES);
  expect(comparable(await previewed(own))).toEqual(comparable(theirs));
  expect(await own.evaluate(() => "ran" in window)).toBe(false);
});

const PREDICTED = `<View>
  <Style>
    .answer { color: rgb(200, 30, 90); background: url(https://example.com/seen.png) }
    h1, .topbar, .pane-head { display: none }
  </Style>
  <View className="answer"><Header value="About the answer"/></View>
  <Text name="text" value="$text"/>
  <Labels name="spans" toName="text"><Label value="Person"/><Label value="Place"/></Labels>
  <Choices name="verdict" toName="text" choice="single-radio" required="true" requiredMessage="Say whether it holds.">
    <Choice value="Holds"/><Choice value="Fails"/>
  </Choices>
  <TextArea name="why" toName="text" visibleWhen="choice-selected" whenTagName="verdict" whenChoiceValue="Fails" required="true" maxSubmissions="1"/>
  <Rating name="stars" toName="text"/>
  <Ranker name="order" toName="answers"/>
  <List name="answers" value="$answers" title="Answers"/>
</View>
<!-- {"data": {"text": "Ada met Bob, and Bob met Ada.", "answers": [{"id": "a", "title": "First"}, {"id": "b", "title": "Second"}]},
 "predictions": [{"model_version": "m", "result": [
  {"from_name": "verdict", "to_name": "text", "type": "choices", "value": {"choices": ["Holds"]}},
  {"from_name": "stars", "to_name": "text", "type": "rating", "value": {"rating": 4}}]}]} -->`;

const pane = (page: Page) => page.getByRole("region", { name: "Labeling preview" });

test("what is predicted is filled in, a condition opens, a lack is named, reset brings the prediction back", async ({ page, pageUrl, accessibility }) => {
  const said: string[] = [];
  const asked: string[] = [];
  page.on("console", (message) => void (/integrity/.test(message.text()) || said.push(message.text())));
  page.on("pageerror", (error) => said.push(error.message));
  page.on("request", (request) => void (request.url().includes("example.com") && asked.push(request.url())));
  await preview(page, pageUrl, PREDICTED);
  const screen = page.locator(".ls");
  await expect(screen.getByText("predicted", { exact: true })).toHaveCount(2);
  await expect(screen.getByRole("radio", { name: "Holds" })).toBeChecked();
  await expect(screen.getByRole("radio", { name: "4 of 5" })).toBeChecked();
  expect(await accessibility(page)).toEqual([]);
  const why = screen.getByRole("textbox", { name: "why", exact: false });
  await expect(why).toBeHidden();
  await expect(screen.getByText("Shown when “Fails” is chosen in “verdict”")).toBeVisible();
  await screen.getByRole("radio", { name: "Fails" }).click();
  await expect(why).toBeVisible();
  await pane(page).getByRole("button", { name: "Result", exact: true }).click();
  await expect(pane(page).getByText("Label Studio would not submit this.")).toBeVisible();
  await expect(pane(page).locator(".note.warn li")).toHaveCount(1);
  expect(await accessibility(page)).toEqual([]);
  await pane(page).getByRole("button", { name: "Labeling", exact: true }).click();
  await why.fill("Bob was late.");
  const verdict = (await previewed(page)).find((result) => result.from_name === "verdict");
  expect(verdict?.value).toEqual({ choices: ["Fails"] });
  await pane(page).getByRole("button", { name: "Back to what is predicted" }).click();
  await expect(screen.getByRole("radio", { name: "Holds" })).toBeChecked();
  await expect(why).toBeHidden();
  // The configuration's styles reach its own screen, load nothing, and leave the page alone.
  await expect(screen.getByText("About the answer")).toHaveCSS("color", "rgb(200, 30, 90)");
  await expect(page.locator(".pane-head").first()).toBeVisible();
  expect(asked).toEqual([]);
  expect(said).toEqual([]);
});

test("by keys alone: words are quoted and marked, answers ranked, stars given and taken back", async ({ page, pageUrl }) => {
  await preview(page, pageUrl, PREDICTED);
  const screen = page.locator(".ls");
  await screen.getByRole("button", { name: "Person" }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(screen.getByLabel("Words to mark with spans")).toBeFocused();
  await page.keyboard.type("Bob");
  await page.keyboard.press("Enter");
  await screen.getByRole("button", { name: "Person", exact: true }).focus();
  await page.keyboard.press("Space");
  await screen.getByLabel("Words to mark with spans").focus();
  await page.keyboard.press("Enter");
  await screen.getByRole("button", { name: "Second: further up" }).focus();
  await page.keyboard.press("Enter");
  await screen.getByRole("radio", { name: "4 of 5" }).focus();
  await page.keyboard.press("ArrowRight");
  const results = comparable(await previewed(page));
  expect(results.map(({ from_name, value }) => [from_name, value])).toEqual([
    ["order", { ranker: { order: ["b", "a"] } }],
    ["spans", { start: 17, end: 20, text: "Bob", labels: ["Person"] }],
    ["spans", { start: 8, end: 11, text: "Bob", labels: ["Person"] }],
    ["stars", { rating: 5 }],
    ["verdict", { choices: ["Holds"] }],
  ]);
});
