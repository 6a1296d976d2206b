"""Whoever knocks too often is told so, on a page and by the API, and nobody else notices."""

import httpx

from tests.portal.conftest import Portal


async def test_asking_for_sign_in_links_too_often_gives_a_page_that_says_when(
    portal: Portal,
) -> None:
    visitor = await portal.visitor()
    page = await visitor.open("/sign-in?language=en")
    answers = [await visitor.submit(page, "/sign-in", email="x@y.example") for _ in range(25)]
    assert [one.status for one in answers[:20]] == [200] * 20
    refused = next(one for one in answers if one.status != 200)
    assert refused.status == 429
    assert "You asked too often" in refused.text
    seconds = refused.response.headers["retry-after"]
    assert f"Wait {seconds} second" in refused.text
    assert (await visitor.open("/sign-in")).status == 200


async def test_guessing_at_the_doors_of_the_api_is_slowed_down(portal: Portal) -> None:
    async with httpx.AsyncClient(base_url=portal.url) as client:
        form = {"grant_type": "client_credentials", "client_id": "x", "client_secret": "y"}
        answers = [await client.post("/oauth/token", data=form) for _ in range(75)]
        refused = next(one for one in answers if one.status_code != 401)
        assert answers.index(refused) >= 60
        assert refused.status_code == 429
        assert refused.headers["content-type"] == "application/problem+json"
        assert int(refused.headers["retry-after"]) >= 1
        tries = [await client.post("/providers", json={}) for _ in range(13)]
        assert 429 in {one.status_code for one in tries[10:]}
