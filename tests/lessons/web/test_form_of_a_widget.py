"""What a widget's form keeps unseen."""

from __future__ import annotations


def test_the_form_of_costs_knows_whose_prevalence_it_holds(browser):
    text = browser.get("/widget/costs?show=1").text
    assert '<input type="hidden" name="prevalence_of" value="breast_cancer:malignant">' in text
    assert "Whose prevalence" not in text
    sent = "dataset=is_it_an_8&prevalence=0.3719298246&prevalence_of=breast_cancer%3Amalignant"
    assert 'value="0.09677419355"' in browser.get(f"/widget/costs?show=1&{sent}").text  # 87 of 899 rows
