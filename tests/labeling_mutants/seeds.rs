//! Valid configurations of our own, one tag a line, so that a line is a fault's place.

pub(crate) const SEEDS: &[(&str, &str)] = &[
    (
        "spans",
        r##"<View>
  <Header value="Mark what matters"/>
  <Labels name="marks" toName="text">
    <Label value="Person" background="#ff0000"/>
    <Label value="Place" hotkey="p"/>
    <Label value="Time"/>
  </Labels>
  <Text name="text" value="$text" granularity="word"/>
  <Choices name="about" toName="text" choice="multiple" perRegion="true">
    <Choice value="Sure"/>
    <Choice value="Unsure"/>
  </Choices>
</View>
"##,
    ),
    (
        "conditions",
        r#"<View>
  <Text name="answer" value="$answer"/>
  <Choices name="verdict" toName="answer" choice="single" required="true">
    <Choice value="Right" alias="r"/>
    <Choice value="Wrong"/>
  </Choices>
  <View visibleWhen="choice-selected" whenTagName="verdict" whenChoiceValue="Wrong">
    <TextArea name="why" toName="answer" rows="3" placeholder="Why?"/>
    <Rating name="how" toName="answer" maxRating="5"/>
  </View>
  <Number name="count" toName="answer" min="0" max="9"/>
  <DateTime name="when" toName="answer" only="date"/>
</View>
"#,
    ),
    (
        "pair",
        r#"<View>
  <View style="display: flex">
    <Text name="left" value="$a"/>
    <Text name="right" value="$b"/>
  </View>
  <Pairwise name="better" toName="left,right"/>
  <Rating name="stars" toName="left" icon="star"/>
</View>
"#,
    ),
    (
        "chat",
        r#"<View>
  <Paragraphs name="talk" value="$messages" nameKey="role" textKey="content" layout="dialogue"/>
  <ParagraphLabels name="turns" toName="talk">
    <Label value="Good turn"/>
    <Label value="Bad turn"/>
  </ParagraphLabels>
  <Taxonomy name="topic" toName="talk">
    <Choice value="Billing">
      <Choice value="Refund"/>
      <Choice value="Invoice"/>
    </Choice>
    <Choice value="Other"/>
  </Taxonomy>
</View>
"#,
    ),
    (
        "picture",
        r#"<View>
  <Image name="scan" value="$url" zoom="true"/>
  <RectangleLabels name="boxes" toName="scan">
    <Label value="Total"/>
    <Label value="Date"/>
  </RectangleLabels>
  <TextArea name="note" toName="scan" rows="2"/>
</View>
"#,
    ),
    (
        "ranking",
        r#"<View>
  <Header value="Order the passages"/>
  <List name="passages" value="$passages" title="Passages"/>
  <Ranker name="order" toName="passages">
    <Bucket name="useful" title="Useful"/>
    <Bucket name="useless" title="Useless"/>
  </Ranker>
</View>
"#,
    ),
    (
        "pages",
        r#"<View>
  <HyperText name="page" value="$html" clickableLinks="true"/>
  <HyperTextLabels name="parts" toName="page">
    <Label value="Claim"/>
    <Label value="Proof"/>
  </HyperTextLabels>
  <Collapse>
    <Panel value="More">
      <Choices name="more" toName="page" layout="inline">
        <Choice value="Yes"/>
        <Choice value="No"/>
      </Choices>
    </Panel>
  </Collapse>
</View>
"#,
    ),
];
