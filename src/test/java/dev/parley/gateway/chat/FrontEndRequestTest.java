package dev.parley.gateway.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.gateway.chat.Intent.Ask;
import dev.parley.gateway.chat.Intent.Decide;
import dev.parley.gateway.chat.Intent.Decision;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What front ends post, read. */
class FrontEndRequestTest {
    private static FrontEndRequest ui(String body) {
        return UiChatRequest.read(new JsonObject(body.replace('\'', '"')));
    }

    private static AgUiRequest agui(String body) {
        return AgUiRequest.read(new JsonObject(body.replace('\'', '"')));
    }

    @Test
    void uiTheLastMessageIsAsked() {
        FrontEndRequest request = ui(
                """
                {'id': 'x', 'trigger': 'submit-message', 'mentions': ['bot'], 'messages': [
                 {'id': '1', 'role': 'user', 'parts': [{'type': 'text', 'text': 'old'}]},
                 {'id': '2', 'role': 'user', 'parts': [{'type': 'step-start'}, {'type': 'text', 'text': 'a'}, {'type': 'text', 'text': 'b'}]}]}
                """);
        assertEquals("x", request.chat());
        assertNull(request.room());
        Ask ask = (Ask) request.intent();
        assertEquals("2", ask.id());
        assertEquals("a\nb", ask.text());
        assertEquals("bot", ask.mentions().get(0));
    }

    @Test
    void uiAgainUnderANewId() {
        Ask ask = (Ask)
                ui("""
                        {'id': 'x', 'trigger': 'regenerate-message', 'messageId': 'T',
                         'messages': [{'id': '1', 'role': 'user', 'content': 'why'}]}
                        """)
                        .intent();
        assertNull(ask.id());
        assertEquals("why", ask.text());
    }

    @Test
    void uiAnEditedMessageHasItsOwnId() {
        String body =
                "{'messageId': '1', 'messages': [{'id': '1', 'role': 'user', 'parts': [{'type': 'text', 'text': 'TEXT'}]}]}";
        Ask one = (Ask) ui(body.replace("TEXT", "one")).intent();
        Ask two = (Ask) ui(body.replace("TEXT", "two")).intent();
        assertNotEquals(one.id(), two.id());
        assertTrue(one.id().startsWith("1.") && one.id().length() <= 64);
        assertEquals(one, ui(body.replace("TEXT", "one")).intent());
    }

    @Test
    void uiAnApproval() {
        FrontEndRequest request = ui(
                """
                {'id': 'x', 'messages': [{'id': 'T', 'role': 'assistant', 'parts': [
                 {'type': 'text', 'text': 'gone'}, {'type': 'data-restarted'}, {'type': 'text', 'text': 'May '},
                 {'type': 'tool-a', 'toolCallId': 'c0', 'state': 'output-available', 'output': 1},
                 {'type': 'text', 'text': 'I?'},
                 {'type': 'tool-a', 'toolCallId': 'c1', 'state': 'approval-responded', 'approval': {'id': 'T/c1', 'approved': true}},
                 {'type': 'tool-a', 'toolCallId': 'c2', 'state': 'approval-responded', 'approval': {'id': 'T/c2', 'approved': false, 'reason': 'no'}}]}]}
                """);
        assertEquals(new Decide("T", List.of(new Decision("c1", true), new Decision("c2", false))), request.intent());
        assertEquals(
                new ResumePoint("May I?", Map.of("c0", true, "c1", false, "c2", false), 0),
                request.resumePoint().apply("T"));
        assertEquals(ResumePoint.NOTHING, request.resumePoint().apply("other"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            messages  | {}
            messages  | {'messages': []}
            messages  | {'messages': [1]}
            messages  | {'messages': {}}
            trigger   | {'trigger': 'x', 'messages': [{'role': 'user'}]}
            trigger   | {'trigger': 1, 'messages': [{'role': 'user'}]}
            user      | {'trigger': 'regenerate-message', 'messages': [{'role': 'assistant'}]}
            last      | {'messages': [{'role': 'user'}, {'role': 'system'}]}
            approvals | {'messages': [{'role': 'user'}, {'role': 'assistant', 'parts': []}]}
            approval  | {'messages': [{'role': 'assistant', 'parts': [{'state': 'approval-responded', 'approval': {'id': 'T', 'approved': true}}]}]}
            approval  | {'messages': [{'role': 'assistant', 'parts': [{'state': 'approval-responded', 'approval': {'id': 'T/1', 'approved': 1}}]}]}
            files     | {'messages': [{'role': 'user', 'parts': [{'type': 'file'}]}]}
            id        | {'id': 1, 'messages': [{'role': 'user'}]}
            mentions  | {'mentions': 1, 'messages': [{'role': 'user'}]}
            """)
    void uiWhatIsWrongIsNamed(String named, String body) {
        Refusal refusal = assertThrows(Refusal.class, () -> ui(body));
        assertEquals(Code.BAD_FRAME, refusal.code());
        assertTrue(refusal.text().contains(named), refusal.text());
    }

    @Test
    void aguiARun() {
        AgUiRequest run = agui(
                """
                {'threadId': 't', 'runId': 'r', 'forwardedProps': {'room': 'general'}, 'messages': [
                 {'id': '1', 'role': 'user', 'content': [{'type': 'text', 'text': 'a'}, {'type': 'text', 'text': 'b'}]},
                 {'id': 'T.0.0', 'role': 'assistant', 'content': 'old'},
                 {'id': 'T.1.0', 'role': 'assistant', 'content': 'He', 'toolCalls': [{'id': 'T/c'}, {'id': 'T/d'}]},
                 {'id': 'x', 'role': 'tool', 'toolCallId': 'T/c', 'content': 'sunny'},
                 {'id': 'T.1.1', 'role': 'assistant', 'content': 'llo'}]}
                """);
        assertEquals("general", run.request().room());
        assertEquals(new Ask("r", "a\nb", null), run.request().intent());
        assertEquals(
                new ResumePoint("Hello", Map.of("c", true, "d", false), 1),
                run.request().resumePoint().apply("T"));
        assertEquals(ResumePoint.NOTHING, run.request().resumePoint().apply("U"));
    }

    @Test
    void aguiAnInterruptIsAnswered() {
        AgUiRequest run = agui(
                """
                {'threadId': 't', 'runId': 'r', 'messages': [], 'resume': [
                 {'interruptId': 'T/a', 'status': 'resolved', 'payload': {'approved': true}},
                 {'interruptId': 'T/b', 'status': 'resolved', 'payload': false},
                 {'interruptId': 'T/c', 'status': 'cancelled'}]}
                """);
        assertEquals(
                new Decide("T", List.of(new Decision("a", true), new Decision("b", false), new Decision("c", false))),
                run.request().intent());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            threadId    | {'runId': 'r', 'messages': [{'role': 'user', 'content': 'x'}]}
            runId       | {'threadId': 't', 'messages': [{'role': 'user', 'content': 'x'}]}
            user        | {'threadId': 't', 'runId': 'r', 'messages': []}
            tools       | {'threadId': 't', 'runId': 'r', 'messages': [{'role': 'user', 'content': 'x'}, {'role': 'tool', 'toolCallId': 'y'}]}
            text        | {'threadId': 't', 'runId': 'r', 'messages': [{'role': 'user', 'content': [{'type': 'image'}]}]}
            interruptId | {'threadId': 't', 'runId': 'r', 'resume': [{'interruptId': 'x', 'status': 'cancelled'}]}
            payload     | {'threadId': 't', 'runId': 'r', 'resume': [{'interruptId': 'T/x', 'status': 'resolved'}]}
            status      | {'threadId': 't', 'runId': 'r', 'resume': [{'interruptId': 'T/x'}]}
            one answer  | {'threadId': 't', 'runId': 'r', 'resume': [{'interruptId': 'T/x', 'status': 'cancelled'}, {'interruptId': 'U/x', 'status': 'cancelled'}]}
            """)
    void aguiWhatIsWrongIsNamed(String named, String body) {
        Refusal refusal = assertThrows(Refusal.class, () -> agui(body));
        assertEquals(Code.BAD_FRAME, refusal.code());
        assertTrue(refusal.text().contains(named), refusal.text());
    }
}
